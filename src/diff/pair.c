// SPDX-License-Identifier: GPL-2.0
/* pair - two pieces that are the same thing before and after */
#include <string.h>

#include "diff/model.h"

void pair_set(struct piece *orig, struct piece *patched)
{
	orig->twin = patched;
	patched->twin = orig;
}

void pair_part(struct piece *piece)
{
	if (piece->twin)
		piece->twin->twin = NULL;
	piece->twin = NULL;
}

/* A constant is compared by what it says, and has no value to lose. */
bool piece_has_value(const struct piece *piece)
{
	return piece->kind == PIECE_DATA && piece->size &&
	       !piece_row(piece)->readonly && !piece_row(piece)->copy;
}

static bool is_left(const struct piece *piece)
{
	return !piece->twin && piece->name && !piece_is_anonymous(piece) &&
	       (piece->kind == PIECE_FUNC || piece->kind == PIECE_DATA) &&
	       piece->numbered;
}

/* What two leftovers must share to be paired. */
static const char *left_key(struct arena *arena, const struct piece *piece)
{
	const char *base = name_base(arena, piece->name);

	if (piece->kind == PIECE_FUNC)
		return arena_printf(arena, "f %s", base);
	return arena_printf(arena, "%u %llu %s %s",
			    special_kind(piece_row(piece)),
			    (unsigned long long)piece->size, base,
			    piece->scope ? piece->scope : "");
}

struct left {
	const char *key;
	struct piece *piece;
};

struct lefts {
	VEC(struct left) list;
};

static int left_cmp(const void *a, const void *b)
{
	const struct left *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	if (order)
		return order;
	return x->piece->off < y->piece->off ? -1 :
	       x->piece->off > y->piece->off;
}

static void collect(struct arena *arena, struct side *side, struct lefts *ret)
{
	side_for_each(side, p)
		if (is_left(*p)) {
			struct left left = { left_key(arena, *p), *p };

			vec_push(&ret->list, left);
		}
	vec_sort(&ret->list, left_cmp);
}

static size_t run(const struct lefts *lefts, size_t i)
{
	size_t n = 0;

	while (i + n < lefts->list.n &&
	       !strcmp(lefts->list.v[i + n].key, lefts->list.v[i].key))
		n++;
	return n;
}

static bool refers_to(const struct piece *piece, const struct piece *to)
{
	vec_for_each(&piece->refs, ref)
		if (ref->piece == to)
			return true;
	return false;
}

static bool entry_refers_to(const struct piece *piece, const struct piece *to)
{
	vec_for_each(&piece->owned, p)
		if (refers_to(*p, to))
			return true;
	return false;
}

/*
 * Without debug information nothing but its users tells what a static local
 * is: one of the same name may be that of another function.
 */
static bool is_credible(const struct diff *d, const struct piece *a,
			const struct piece *b)
{
	bool used = false;

	if (a->scope || !piece_has_value(a) || piece_row(a)->act == SP_FIXED)
		return true;
	side_for_each(&d->orig, p) {
		const struct piece *user = *p;

		if (user->kind == PIECE_ENTRY)
			user = user->owner;
		if (!user || !refers_to(*p, a))
			continue;
		used = true;
		if (user->twin && (refers_to(user->twin, b) ||
				   entry_refers_to(user->twin, b)))
			return true;
	}
	return !used;
}

/*
 * Several of one name are a guess, which is not for here, except in sections
 * that only the kernel's boot reads: there nothing but the number of them
 * matters.
 */
static bool pair_run(const struct diff *d, const struct left *a, size_t n,
		     const struct left *b, size_t m)
{
	bool fixed = piece_row(a->piece)->act == SP_FIXED;

	for (size_t i = 0; fixed && i < n && i < m; i++)
		pair_set(a[i].piece, b[i].piece);
	if (fixed || n != 1 || m != 1 || !is_credible(d, a->piece, b->piece))
		return fixed;
	pair_set(a->piece, b->piece);
	return true;
}

bool pair_leftovers(struct diff *d)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct lefts a = {0}, b = {0};
	size_t i = 0, j = 0;
	bool any = false;

	collect(arena, &d->orig, &a);
	collect(arena, &d->patched, &b);
	while (i < a.list.n && j < b.list.n) {
		int order = strcmp(a.list.v[i].key, b.list.v[j].key);
		size_t n = run(&a, i), m = run(&b, j);

		if (!order)
			any |= pair_run(d, &a.list.v[i], n, &b.list.v[j], m);
		if (order <= 0)
			i += n;
		if (order >= 0)
			j += m;
	}
	vec_deinit(&a.list);
	vec_deinit(&b.list);
	return any;
}
