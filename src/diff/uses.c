// SPDX-License-Identifier: GPL-2.0
/* uses - who refers to a piece, as far as it matters for the verdict */
#include "diff/model.h"

static bool is_new_code(const struct piece *piece)
{
	return piece->kind == PIECE_FUNC && (piece->status == PIECE_CHANGED ||
					     piece->status == PIECE_NEW);
}

/* @user is not @to itself, nor what a table says about its code. */
static void use(struct piece *user, struct piece *to, const struct ref *ref)
{
	to->is_used = true;
	if (!ref->branch && ref->to == 0)
		to->is_pointed_to = true;
	if (ref->branch && user->status == PIECE_SAME)
		to->is_called = true;
	if (!to->user && !is_new_code(user))
		to->user = user;
}

void uses_find(struct side *side)
{
	side_for_each(side, p) {
		struct piece *piece = *p;

		if (piece->kind == PIECE_ENTRY &&
		    piece_row(piece)->act == SP_KEEP)
			continue;
		vec_for_each(&piece->refs, ref)
			if (ref->piece && ref->piece != piece)
				use(piece, ref->piece, ref);
	}
}
