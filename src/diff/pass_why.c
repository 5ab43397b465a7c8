// SPDX-License-Identifier: GPL-2.0
/*
 * pass_why - tell for each changed function why it changed
 *
 * An author who changed bar() sees foo() in the list and wants to know what
 * it does there. Often foo() has bar() inlined. With DWARF in both objects
 * that is told if one of these holds:
 *
 *	all instructions that differ were written in bar()
 *	bar() was inlined before and is no longer, or the other way round
 *	bar() changed (its own code, or it has more or fewer lines), and foo()
 *	has as many as before: what differs of it are registers and such
 *
 * If both have more or fewer lines, both is said.
 *
 * Without DWARF, only what symbols tell: gcc's copies of a function, and a
 * difference in nothing but what is referred to.
 *
 * Reads: status, refs, the files of the objects.  Writes: why, by_inlining.
 */
#include <string.h>

#include "diff/inlines.h"
#include "diff/insns.h"

#define NAMES_MAX 3

struct why {
	struct diff *d;
	struct inlines *orig, *patched;
	const struct inline_func *old, *new;
	VEC(const char *) names;	/* who wrote what differs */
	bool own;		/* the function itself did, too */
};

static void name_add(struct why *why, const char *name)
{
	vec_for_each(&why->names, other)
		if (!strcmp(*other, name))
			return;
	vec_push(&why->names, name);
}

static void see(void *data, bool patched, uint64_t off)
{
	struct why *why = data;
	const char *name = inline_at(patched ? why->new : why->old, off);

	if (name)
		name_add(why, name);
	else
		why->own = true;
}

/* "inlines a(), b() and others" */
static const char *names_text(struct why *why, const char *verb)
{
	struct arena *arena = why->d->arena;
	const char *text = verb;

	for (size_t i = 0; i < why->names.n && i < NAMES_MAX; i++)
		text = arena_printf(arena, "%s%s%s()", text, i ? ", " : " ",
				    why->names.v[i]);
	if (why->names.n > NAMES_MAX)
		text = arena_printf(arena, "%s and others", text);
	return text;
}

static bool has_other_lines(const struct why *why, const char *name)
{
	return inline_span_differs(why->orig, why->patched, name);
}

static bool is_changed(const struct why *why, const char *name)
{
	const struct piece *piece = map_find(&why->d->orig.by_name, name);

	return (piece && piece->kind == PIECE_FUNC &&
		piece->status == PIECE_CHANGED) ||
	       has_other_lines(why, name);
}

/* Those of @from that @to has another number of times. */
static void list_moved(struct why *why, const struct inline_func *from,
		       const struct inline_func *to)
{
	vec_for_each(&from->sites, site)
		if (site->here && !inline_count(to, site->name))
			name_add(why, site->name);
}

/* Inlined before and now, and changed. */
static void list_changed(struct why *why)
{
	vec_for_each(&why->new->sites, site)
		if (inline_count(why->old, site->name) &&
		    is_changed(why, site->name))
			name_add(why, site->name);
}

/*
 * Of those, the ones that changed: if lines came or went, that is certain;
 * the others only got other registers.
 */
static void drop_unchanged(struct why *why)
{
	size_t kept = 0;

	vec_for_each(&why->names, name)
		if (has_other_lines(why, *name))
			why->names.v[kept++] = *name;
	if (kept)
		why->names.n = kept;
}

/* NULL: inlining does not explain it. */
static const char *inlining(struct why *why, struct piece *piece)
{
	struct insns a = {0}, b = {0};
	const char *name = why->new->name;
	bool told;

	insns_read(piece->twin, false, &a);
	insns_read(piece, true, &b);
	told = insns_differ(&a, &b, see, why);
	insns_deinit(&a);
	insns_deinit(&b);
	if (told && !why->own && why->names.n) {
		drop_unchanged(why);
		return names_text(why, "inlines");
	}
	why->names.n = 0;
	list_changed(why);
	drop_unchanged(why);
	why->own = has_other_lines(why, name);
	if (why->own)
		return why->names.n ?
		       names_text(why, "code, and inlines") : NULL;
	if (why->names.n)
		return names_text(why, "inlines");
	list_moved(why, why->new, why->old);
	if (why->names.n)
		return names_text(why, "now inlines");
	list_moved(why, why->old, why->new);
	return why->names.n ? names_text(why, "no longer inlines") : NULL;
}

static const char *ref_name(const struct ref *ref)
{
	if (!ref->piece)
		return ref->sym->name;
	if (ref->piece->name)
		return ref->piece->name;
	return ref->piece->kind == PIECE_ENTRY ? ref->piece->sec->name :
	       ref->piece->kind == PIECE_FUNC ? "code without a name" :
	       "a constant";
}

static bool is_same_place(const struct ref *a, const struct ref *b)
{
	if (!a->piece || !b->piece)
		return !a->piece && !b->piece &&
		       !strcmp(a->sym->name, b->sym->name);
	return a->piece->twin == b->piece;
}

/* The same instructions that refer to something else; else NULL. */
static const char *referring(struct diff *d, const struct piece *piece)
{
	const struct piece *twin = piece->twin;
	const struct ref *a = NULL, *b = NULL;

	for (size_t i = 0; i < piece->refs.n && i < twin->refs.n; i++) {
		a = &twin->refs.v[i];
		b = &piece->refs.v[i];
		if (a->off != b->off)
			return NULL;
		if (!is_same_place(a, b) && b->piece != piece)
			break;
		a = NULL;
	}
	if (!a)
		return NULL;
	if (a->piece && b->piece && a->piece->kind == PIECE_STRING &&
	    b->piece->kind == PIECE_STRING)
		return "another text";
	if ((b->piece && piece_is_anonymous(b->piece)) ||
	    !strcmp(ref_name(a), ref_name(b)))
		return arena_printf(d->arena, "uses %s, which changed",
				    ref_name(b));
	return arena_printf(d->arena, "%s %s instead of %s",
			    b->branch ? "calls" : "uses", ref_name(b),
			    ref_name(a));
}

static bool is_same_code(const struct piece *piece)
{
	struct insns a = {0}, b = {0};
	bool same;

	insns_read(piece->twin, false, &a);
	insns_read(piece, true, &b);
	same = a.offs.n == b.offs.n && a.offs.n &&
	       !memcmp(a.offs.v, b.offs.v, a.offs.n * sizeof(*a.offs.v));
	for (size_t i = 0; same && i < a.offs.n; i++) {
		const struct piece *twin = piece->twin;
		uint64_t off = a.offs.v[i];
		uint64_t len = i + 1 < a.offs.n ? a.offs.v[i + 1] - off : 1;

		/* the opcode at least, and what no relocation fills in */
		same = !memcmp(twin->sec->data + twin->base + off,
			       piece->sec->data + piece->base + off,
			       len > 4 ? len - 4 : 1);
	}
	insns_deinit(&a);
	insns_deinit(&b);
	return same;
}

static const char *by_symbols(struct diff *d, const struct piece *piece)
{
	const char *what = is_same_code(piece) ? referring(d, piece) : NULL;
	size_t stem = name_stem(piece->name);

	if (what)
		return what;
	if (piece_equal(piece->twin, (struct piece *)piece))
		return "what tables say of it";
	if (piece->name[stem] && !name_is_cold(piece->name))
		return arena_printf(d->arena, "code of %.*s()", (int)stem,
				    piece->name);
	return NULL;
}

/* By any of its names: DWARF knows init_module() as foo_init(). */
static const struct inline_func *func_find(const struct inlines *inlines,
					   const struct piece *piece)
{
	const struct inline_func *func = inlines_find(inlines, piece->name);

	vec_for_each(&piece->syms, sym)
		if (!func)
			func = inlines_find(inlines, (*sym)->name);
	return func;
}

static void explain(struct why *why, struct piece *piece)
{
	const char *text = NULL;

	why->old = func_find(why->orig, piece->twin);
	why->new = func_find(why->patched, piece);
	why->names.n = 0;
	why->own = false;
	if (why->old && why->new && piece->sec->data &&
	    piece->twin->sec->data)
		text = inlining(why, piece);
	piece->by_inlining = text && !why->own;
	if (!text && piece->sec->data && piece->twin->sec->data)
		text = by_symbols(why->d, piece);
	if (text)
		piece->why = text;
}

static bool is_unexplained(const struct piece *piece)
{
	return piece->kind == PIECE_FUNC && piece->status == PIECE_CHANGED &&
	       piece->twin && piece->why && !strcmp(piece->why, "code");
}

struct err *pass_why(struct diff *d)
{
	struct why why = { .d = d };
	bool any = false;

	side_for_each(&d->patched, p)
		any |= is_unexplained(*p);
	if (!any)
		return NULL;
	why.orig = inlines_read(side_has_dwarf(&d->orig) ?
				d->orig.obj->path : "");
	why.patched = inlines_read(side_has_dwarf(&d->patched) ?
				   d->patched.obj->path : "");
	side_for_each(&d->patched, p)
		if (is_unexplained(*p))
			explain(&why, *p);
	inlines_destroy(why.orig);
	inlines_destroy(why.patched);
	vec_deinit(&why.names);
	return NULL;
}
