// SPDX-License-Identifier: GPL-2.0
/*
 * pass_settle - every mark of the author is heard, or a finding
 *
 * A mark with a wrong name does not do what its author counts on; nobody
 * would notice before it matters. So one that had no effect is told, and one
 * that cannot be followed refuses the patch.
 *
 * Reads: marks, status, keep.  Writes: findings.
 */
#include <string.h>

#include "diff/model.h"
#include "kmend_abi.h"

static void cannot(struct diff *d, const struct mark *mark, const char *todo,
		   const char *why)
{
	refuse(d, "KM061", mark_is_info(mark) ? NULL : mark->name, todo,
	       "%s: %s", mark_text(d->arena, mark), why);
}

static bool is_mode(const char *text)
{
	return !strcmp(text, KMEND_ABI_MODE_ATOMIC) ||
	       !strcmp(text, KMEND_ABI_MODE_PER_TASK) ||
	       !strcmp(text, KMEND_ABI_MODE_IMMEDIATE);
}

static bool is_line(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 127)
			return false;
	return true;
}

static void settle_info(struct diff *d, struct mark *mark)
{
	mark->used = d->changed;
	if (!mark_is_known(mark))
		cannot(d, mark, NULL, "there is no such mark");
	else if (!is_line(mark->text))
		cannot(d, mark, "write it in one line", "is not one line");
	else if (!strcmp(mark->what, "mode") && !is_mode(mark->text))
		cannot(d, mark, "it is \"atomic\", \"per-task\" or "
		       "\"immediate\"", "there is no such mode");
}

/* Of a function that is redirected, or of what the compiler made of it. */
static void settle_immediate(struct diff *d)
{
	side_for_each(&d->patched, p)
		if ((*p)->keep && piece_is_redirected(*p))
			mark_use(d, "immediate", (*p)->twin->name);
}

/* Somebody jumps into the middle of it, or it into the middle of him. */
static void settle_ignore(struct diff *d)
{
	side_for_each(&d->patched, p) {
		const struct piece *piece = *p;
		const struct mark *mark;

		if (piece->kind != PIECE_FUNC || !piece->twin ||
		    piece->status != PIECE_CHANGED)
			continue;
		mark = mark_use(d, "ignore", piece->twin->name);
		if (mark)
			cannot(d, mark, "ignore that as well, or leave out "
			       "the mark", arena_printf(d->arena, "it %s",
			       piece->why ? piece->why : "must change"));
	}
}

static void settle_named(struct diff *d, const struct mark *mark)
{
	if (!mark_is_known(mark))
		cannot(d, mark, NULL, "there is no such mark");
	else if (!strcmp(mark->what, "accept") && !accept_means(mark->code))
		cannot(d, mark, "`kmend explain` tells which can",
		       "this finding cannot be accepted");
	else if (!mark->used)
		note(d, DIAG_WARN, "KM060", mark->name, "is the name right, "
		     "and does the diff still need it?", "%s has no effect",
		     mark_text(d->arena, mark));
}

struct err *pass_settle(struct diff *d)
{
	if (!d->marks.n)
		return NULL;
	settle_immediate(d);
	settle_ignore(d);
	for (size_t i = 0; i < d->marks.n; i++) {
		struct mark *mark = &d->marks.v[i];

		if (!mark_is_info(mark)) {
			settle_named(d, mark);
			continue;
		}
		settle_info(d, mark);
		if (!mark->used)
			note(d, DIAG_WARN, "KM060", NULL, "put it into a file "
			     "of which code changes", "%s has no effect: no "
			     "code of this file changes",
			     mark_text(d->arena, mark));
	}
	return NULL;
}
