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
#include "diff/model.h"

static bool change(struct diff *d, struct piece *piece,
		   const struct piece *because, const char *why)
{
	if (piece->status != PIECE_SAME)
		return false;
	piece->status = piece->twin->status = PIECE_CHANGED;
	piece->why = arena_printf(d->arena, "%s %s", why, because->name);
	return true;
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

static bool spread(struct diff *d, struct piece *piece)
{
	bool any = false;

	vec_for_each(&piece->refs, ref) {
		struct piece *to = ref->piece;

		if (to && ref->branch && binds_callers(to))
			any |= change(d, piece, to, "calls what has no "
				      "ftrace location and changed,");
		if (!is_bound(piece, ref))
			continue;
		if (is_new_code(piece))
			any |= change(d, to, piece, "goes with");
		else if (is_new_code(to))
			any |= change(d, piece, to, "goes with");
	}
	return any;
}

struct err *pass_spread(struct diff *d)
{
	bool any = true;

	while (any) {
		any = false;
		side_for_each(&d->patched, p)
			if ((*p)->kind == PIECE_FUNC)
				any |= spread(d, *p);
	}
	return NULL;
}
