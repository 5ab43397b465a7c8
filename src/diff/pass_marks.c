// SPDX-License-Identifier: GPL-2.0
/*
 * pass_marks - functions of which the author says what becomes of them
 *
 * KMEND_IGNORE_FUNC(foo): foo, and what the compiler made of it, is as if it
 * had not changed: whoever calls it gets the kernel's. KMEND_FORCE_FUNC(foo):
 * foo is replaced although it is the same.
 *
 * Reads: marks, status.  Writes: status, why.
 */
#include "diff/model.h"

static void ignore(struct diff *d, struct piece *piece)
{
	if (!mark_use(d, "ignore", piece->twin->name))
		return;
	piece->status = piece->twin->status = PIECE_SAME;
	piece->why = NULL;
	note(d, DIAG_NOTE, "KM062", piece->twin->name, NULL, "changed, and "
	     "is left as it is: KMEND_IGNORE_FUNC()");
}

static void force(struct diff *d, struct piece *piece)
{
	if (!mark_use(d, "force", piece->twin->name))
		return;
	piece->status = piece->twin->status = PIECE_CHANGED;
	piece->why = "KMEND_FORCE_FUNC()";
}

struct err *pass_marks(struct diff *d)
{
	marks_read(d);
	if (!d->marks.n)
		return NULL;
	side_for_each(&d->patched, p) {
		if ((*p)->kind != PIECE_FUNC || !(*p)->twin)
			continue;
		if ((*p)->status == PIECE_CHANGED)
			ignore(d, *p);
		else if ((*p)->status == PIECE_SAME)
			force(d, *p);
	}
	return NULL;
}
