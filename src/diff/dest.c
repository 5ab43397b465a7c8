// SPDX-License-Identifier: GPL-2.0
/*
 * dest - where a reference of the output leads
 *
 * What the running kernel has and the change leaves alone is used there: the
 * state of a variable must not exist twice. A call of a changed function goes
 * to its new copy directly. Its address, though, is the old one's: ftrace
 * sends whoever calls it to the new code, and no pointer that the kernel
 * keeps may lead into a module that can be unloaded.
 */
#include "diff/model.h"

bool piece_is_redirected(const struct piece *piece)
{
	return piece->kind == PIECE_FUNC && piece->status == PIECE_CHANGED &&
	       piece->twin->traced && !name_is_cold(piece->name);
}

static enum dest func_dest(const struct piece *from, const struct ref *ref)
{
	const struct piece *to = ref->piece;

	switch (to->status) {
	case PIECE_NEW:
		return DEST_COPY;
	case PIECE_CHANGED:
		break;
	default:
		return DEST_KERNEL;
	}
	/* what tables say about code is about this copy of it */
	if (from->kind == PIECE_ENTRY || ref->branch || ref->to != 0 ||
	    !piece_is_redirected(to))
		return DEST_COPY;
	return DEST_KERNEL;
}

static enum dest data_dest(const struct piece *to)
{
	const struct special *row = piece_row(to);

	switch (to->status) {
	case PIECE_NEW:
		return DEST_COPY;
	case PIECE_CHANGED:
		return row->readonly && !to->global ? DEST_COPY : DEST_KERNEL;
	default:
		/* no bytes, no state: lock class keys without lockdep */
		return to->size || to->global ? DEST_KERNEL : DEST_COPY;
	}
}

enum dest ref_dest(const struct piece *from, const struct ref *ref)
{
	if (!ref->piece)
		return DEST_SYMBOL;
	if (piece_is_anonymous(ref->piece))
		return DEST_COPY;
	switch (ref->piece->kind) {
	case PIECE_FUNC:
		return func_dest(from, ref);
	case PIECE_DATA:
		return data_dest(ref->piece);
	default:
		return DEST_COPY;
	}
}
