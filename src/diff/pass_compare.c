// SPDX-License-Identifier: GPL-2.0
/*
 * pass_compare - decide what the patch changed
 *
 * Twins that say the same are SAME, others CHANGED; what has no twin is NEW
 * or GONE. The entries that tables have about a function count as part of it:
 * a WARN() that became a WARN_ONCE() differs nowhere else.
 *
 * Reads: twin.  Writes: status, why, diff->changed.
 */
#include "diff/model.h"

static bool is_compared(const struct piece *piece)
{
	return (piece->kind == PIECE_FUNC || piece->kind == PIECE_DATA) &&
	       !piece_is_anonymous(piece);
}

/* A debug message with another text is another message. */
static void part_copies(struct piece *piece)
{
	struct piece *twin = piece->twin;

	if (twin && piece_row(piece)->copy && !piece_equal(piece, twin))
		piece->twin = twin->twin = NULL;
}

static void compare(struct piece *piece)
{
	struct piece *twin = piece->twin;
	bool same;

	if (piece->kind == PIECE_FUNC)
		same = piece_equal_owned(piece, twin);
	else
		same = special_kind(piece_row(piece)) ==
		       special_kind(piece_row(twin)) &&
		       piece_equal(piece, twin);
	piece->status = twin->status = same ? PIECE_SAME : PIECE_CHANGED;
	if (!same)
		twin->why = "code";
}

struct err *pass_compare(struct diff *d)
{
	side_for_each(&d->orig, p)
		part_copies(*p);
	side_for_each(&d->orig, p) {
		if (!is_compared(*p))
			continue;
		if ((*p)->twin)
			compare(*p);
		else
			(*p)->status = PIECE_GONE;
	}
	side_for_each(&d->patched, p)
		if (is_compared(*p) && !(*p)->twin)
			(*p)->status = PIECE_NEW;
	return NULL;
}
