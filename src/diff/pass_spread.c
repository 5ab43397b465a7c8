// SPDX-License-Identifier: GPL-2.0
/*
 * pass_spread - what must change together does
 *
 * gcc moves the unlikely part of foo() to foo.cold, and both jump into each
 * other's middle. Only the beginning of a function can be redirected, so a
 * jump into the middle of something that changed has to lead into the new
 * copy: whoever jumps, and whoever is jumped into, is part of the change.
 *
 * A static function without an ftrace location (static inline functions of
 * the kernel are notrace, and gcc need not inline them) cannot be redirected
 * at all, but its callers can.
 *
 * Reads: status, refs.  Writes: status, why.
 */
#include <stdlib.h>

#include "diff/model.h"

/* What to look at, again or for the first time; and who refers to what. */
struct spread {
	struct diff *d;
	VEC(struct piece *) todo;
	struct map users;	/* struct piece * -> struct users * */
};

struct use {
	struct piece *user;
	bool bound;	/* else it is a call */
};

struct users {
	VEC(struct use) list;
};

static __printf(3, 4) void change(struct spread *s, struct piece *piece,
				  const char *why, ...)
{
	va_list ap;

	if (piece->status != PIECE_SAME)
		return;
	piece->status = piece->twin->status = PIECE_CHANGED;
	va_start(ap, why);
	piece->why = arena_vprintf(s->d->arena, why, ap);
	va_end(ap);
	vec_push(&s->todo, piece);
}

static bool is_new_code(const struct piece *piece)
{
	return piece->kind == PIECE_FUNC && (piece->status == PIECE_CHANGED ||
					     piece->status == PIECE_NEW);
}

/* Does @piece belong with what it refers to? */
static bool is_bound(const struct piece *piece, const struct ref *ref)
{
	const struct piece *to = ref->piece;

	if (!to || to == piece || to->kind != PIECE_FUNC)
		return false;
	return ref->to != 0 || name_is_cold(to->name);
}

/* Nobody can be sent to the new copy of it, except by changing him. */
static bool binds_callers(const struct piece *piece)
{
	return piece->kind == PIECE_FUNC && piece->status == PIECE_CHANGED &&
	       !piece->global && !piece->twin->traced &&
	       !name_is_cold(piece->name) && !piece_row(piece)->init;
}

/* @piece is new code: those that it cannot do without. */
static void spread_down(struct spread *s, struct piece *piece)
{
	vec_for_each(&piece->refs, ref)
		if (is_bound(piece, ref))
			change(s, ref->piece, "goes with %s", piece->name);
}

/* @to is new code: does its user have to lead to it? */
static void spread_up(struct spread *s, const struct use *use,
		      struct piece *to)
{
	if (use->bound)
		change(s, use->user, "goes with %s", to->name);
	else if (binds_callers(to))
		change(s, use->user, "calls %s, which changed and has no "
		       "ftrace location", to->name);
}

static void add_use(struct spread *s, struct piece *user,
		    const struct ref *ref)
{
	struct use use = { user, is_bound(user, ref) };
	struct users *users;

	if (!ref->piece || ref->piece == user || (!use.bound && !ref->branch))
		return;
	users = map_find_num(&s->users, (uintptr_t)ref->piece);
	if (!users) {
		users = xcalloc(1, sizeof(*users));
		map_put_num(&s->users, (uintptr_t)ref->piece, users);
	}
	vec_push_few(&users->list, use);
}

static void spread_init(struct spread *s, struct diff *d)
{
	*s = (struct spread){ .d = d };
	map_init(&s->users, true);
	side_for_each(&d->patched, p) {
		struct piece *piece = *p;

		if (piece->kind != PIECE_FUNC)
			continue;
		if (is_new_code(piece))
			vec_push(&s->todo, piece);
		vec_for_each(&piece->refs, ref)
			add_use(s, piece, ref);
	}
}

static void spread_deinit(struct spread *s)
{
	map_for_each(&s->users, slot) {
		struct users *users = slot->value;

		vec_deinit(&users->list);
		free(users);
	}
	map_deinit(&s->users);
	vec_deinit(&s->todo);
}

/* Every piece is looked at once, after it has become new code. */
struct err *pass_spread(struct diff *d)
{
	struct spread s;

	spread_init(&s, d);
	for (size_t i = 0; i < s.todo.n; i++) {
		struct piece *piece = s.todo.v[i];
		struct users *users = map_find_num(&s.users, (uintptr_t)piece);

		spread_down(&s, piece);
		for (size_t j = 0; users && j < users->list.n; j++)
			spread_up(&s, &users->list.v[j], piece);
	}
	spread_deinit(&s);
	return NULL;
}
