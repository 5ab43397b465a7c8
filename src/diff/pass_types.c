// SPDX-License-Identifier: GPL-2.0
/*
 * pass_types - objects that exist must not get another layout
 *
 * What the kernel made before the patch was loaded has the old layout, and
 * what it makes after it is unloaded as well. So a struct, union or enum that
 * both objects have, with another layout, is a reason against a patch that
 * changes code, unless its objects only live in frames of functions:
 *
 *	variables of functions, no pointer to it	no finding
 *	variables of functions, and pointers to it	a warning
 *	anything else, like a cast of void *		refused
 *
 * A layout differs if a member is elsewhere, has another size, or is of a type
 * that makes something else of the same bytes. A patch never runs half: frames
 * of a function are all of the old code or all of the new. An enum differs if
 * a constant has another value.
 *
 * A variable that the kernel has keeps its bytes, so it is judged like a type.
 * What is only read is compared byte by byte elsewhere. Without DWARF in both
 * objects nothing is known and nothing is said.
 *
 * Reads: diff->changed, twins, the files of the objects.  Writes: findings.
 */
#include <string.h>

#include "diff/model.h"
#include "diff/types.h"
#include "diff/types_text.h"

#define SHOWN_MAX 4	/* differences of one type */

#define ADVICE "leave the type as it is; keep new members in a shadow variable"

static const char *bits_text(struct arena *arena, uint64_t bits)
{
	if (bits % 8)
		return arena_printf(arena, "%llu bits",
				    (unsigned long long)bits);
	return arena_printf(arena, "%llu", (unsigned long long)bits / 8);
}

/* A named member of the old type that is another one now; NULL: it is not. */
static const char *member_differs(struct diff *d, const struct type *type,
				  const struct type_member *old,
				  const struct type_member *new)
{
	struct arena *arena = d->arena;

	if (!new)
		return arena_printf(arena, "'%s' is gone", old->name);
	if (!strcmp(type->kind, "enum"))
		return old->off == new->off ? NULL :
			arena_printf(arena, "'%s' was %lld, now %lld",
				     old->name, (long long)old->off,
				     (long long)new->off);
	if (old->off == new->off && old->size == new->size)
		return type_texts_agree(old->what, new->what) ? NULL :
			arena_printf(arena, "'%s' was %s, now %s", old->name,
				     old->what, new->what);
	return arena_printf(arena, "'%s' was at offset %s, size %s, now at "
			    "offset %s, size %s", old->name,
			    bits_text(arena, old->off),
			    bits_text(arena, old->size),
			    bits_text(arena, new->off),
			    bits_text(arena, new->size));
}

/* A member of the new type that the old one has not. */
static const char *member_is_new(struct diff *d, const struct map *old,
				 const struct type_member *new)
{
	if (!*new->name || map_has(old, new->name))
		return NULL;
	return arena_printf(d->arena, "'%s' is new at offset %s, size %s",
			    new->name, bits_text(d->arena, new->off),
			    bits_text(d->arena, new->size));
}

/* "a; b; c": what differs, but no long list of what only moved along. */
struct differences {
	struct diff *d;
	const char *text;
	size_t n;
};

static void add(struct differences *all, const char *what)
{
	if (!what)
		return;
	all->n++;
	if (!all->text)
		all->text = what;
	else if (all->n <= SHOWN_MAX)
		all->text = arena_printf(all->d->arena, "%s; %s", all->text,
					 what);
}

static bool has_moved(const struct type_member *old,
		      const struct type_member *new)
{
	return new && old->size == new->size && old->off != new->off;
}

static void add_members(struct differences *all, const struct type *old,
			const struct map *new, bool moved)
{
	vec_for_each(&old->members, m) {
		const struct type_member *now = map_find(new, m->name);

		if (*m->name && has_moved(m, now) == moved)
			add(all, member_differs(all->d, old, m, now));
	}
}

static void add_kind(struct differences *all, const struct type *old,
		     const struct type *new)
{
	struct arena *arena = all->d->arena;

	if (strcmp(old->kind, new->kind))
		add(all, arena_printf(arena, "it was a %s, now a %s",
				      old->kind, new->kind));
	if (old->size != new->size)
		add(all, arena_printf(arena, "its size was %llu, now %llu",
				      (unsigned long long)old->size,
				      (unsigned long long)new->size));
}

/* NULL: all is the same. */
static const char *differences_text(const struct differences *all)
{
	if (all->n > SHOWN_MAX)
		return arena_printf(all->d->arena, "%s; and %zu more",
				    all->text, all->n - SHOWN_MAX);
	return all->text;
}

/* Causes first: what moved did so because of them. */
static const char *type_differs(struct diff *d, const struct type *old,
				const struct type *new)
{
	_cleanup_map_ struct map old_names = {0}, new_names = {0};
	struct differences all = { .d = d };

	vec_for_each(&old->members, m)
		map_put(&old_names, m->name, m);
	vec_for_each(&new->members, m)
		map_put(&new_names, m->name, m);
	add_kind(&all, old, new);
	if (strcmp(old->kind, "enum"))
		vec_for_each(&new->members, m)
			add(&all, member_is_new(d, &old_names, m));
	add_members(&all, old, &new_names, false);
	add_members(&all, old, &new_names, true);
	return differences_text(&all);
}

/*
 * An enum without a name is wherever its constants are. If the patched object
 * has none of these, no code uses them any more.
 */
static const char *constants_differ(struct diff *d, const struct type *old,
				    const struct types *patched)
{
	_cleanup_map_ struct map now = {0};
	struct differences all = { .d = d };

	vec_for_each(&old->members, m) {
		const struct type_member *new =
			types_find_constant(patched, old, m->name);

		if (new)
			map_put(&now, m->name, (void *)(uintptr_t)new);
	}
	if (now.n) {
		add_members(&all, old, &now, false);
		add_members(&all, old, &now, true);
	}
	return differences_text(&all);
}

static bool is_lasting(const struct type *type)
{
	return type->lasting ||
	       (!type->in_frame &&
		(type->pointed || strcmp(type->kind, "enum") != 0));
}

static void judge(struct diff *d, const struct type *old,
		  const struct type *new, const char *what)
{
	const char *name = arena_printf(d->arena, "%s %s", old->kind,
					old->name);

	if (!what)
		return;
	if (is_lasting(old) || is_lasting(new))
		refuse(d, "KM040", name, ADVICE, "has another layout, and the "
		       "kernel may have objects of it: %s", what);
	else if (old->pointed || new->pointed || !strcmp(old->kind, "enum"))
		note(d, DIAG_WARN, "KM041", name, "make sure that no object "
		     "of it outlives the function that has it", "has another "
		     "layout: %s", what);
}

static void judge_types(struct diff *d, const struct types *orig,
			const struct types *patched)
{
	vec_for_each(&orig->list, p) {
		const struct type *old = *p, *new;

		if (old->unnamed) {
			judge(d, old, old, constants_differ(d, old, patched));
			continue;
		}
		new = types_find_tag(patched, old);
		if (new)
			judge(d, old, new, type_differs(d, old, new));
	}
}

/* Does new code find the bytes that the kernel has for @var? */
static bool piece_is_shared(const struct piece *piece)
{
	const struct special *row = piece_row(piece);

	return piece->kind == PIECE_DATA && piece->twin &&
	       piece->size == piece->twin->size && !row->readonly &&
	       !row->init;
}

/* Is the static local @piece declared in @func, as far as that is known? */
static bool is_of_function(const struct piece *piece, const char *func)
{
	size_t n = strlen(func);

	return !n || !piece->scope || (!strncmp(piece->scope, func, n) &&
				       piece->scope[n] == ',');
}

/*
 * A static variable of a function has a number behind its name. One whose type
 * changed begins anew: that is not for here (KM022 in pass_verify.c).
 */
static bool is_shared(const struct diff *d, const struct type *var)
{
	const struct piece *piece;

	if (!var->func) {
		piece = map_find(&d->patched.by_name, var->name);
		return !piece || piece_is_shared(piece);
	}
	side_for_each(&d->patched, p)
		if ((*p)->numbered && piece_is_shared(*p) &&
		    is_of_function(*p, var->func) &&
		    !strcmp(name_base(d->arena, (*p)->name), var->name))
			return true;
	return false;
}

static void judge_variables(struct diff *d, const struct types *orig,
			    const struct types *patched)
{
	vec_for_each(&orig->variables, p) {
		const struct type *new = types_find(patched, *p);
		const char *what = new ? type_differs(d, *p, new) : NULL;

		/* of a declaration and a definition, the definition counts */
		if (types_find(orig, *p) != *p)
			continue;
		if (what && is_shared(d, *p))
			refuse(d, "KM040", new->name, "leave its type as it "
			       "is, or use a new variable", "is of a type with "
			       "another layout, and the kernel has the "
			       "variable: %s", what);
	}
}

struct err *pass_types(struct diff *d)
{
	struct types *orig, *patched;

	if (!d->changed || !side_has_dwarf(&d->orig) ||
	    !side_has_dwarf(&d->patched))
		return NULL;
	orig = types_read(d->orig.obj->path);
	patched = types_read(d->patched.obj->path);
	judge_types(d, orig, patched);
	judge_variables(d, orig, patched);
	types_destroy(orig);
	types_destroy(patched);
	return NULL;
}
