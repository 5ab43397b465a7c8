// SPDX-License-Identifier: GPL-2.0
/*
 * pass_correlate - pair what has a name that means something
 *
 * Functions and variables of the same name are twins, whatever is in them.
 * Names that the compiler numbers say nothing about which of several it is:
 * count.1 may have become count.2 because somebody added a count above. Those
 * are paired here only if there is no choice, else by pass_align. Strings and
 * constants without a name have no twins: they are compared by contents.
 *
 * Reads: pieces, the files of the objects.  Writes: twin, scope.
 */
#include "diff/model.h"
#include "diff/scopes.h"

static void pair_by_name(struct diff *d, struct piece *piece)
{
	vec_for_each(&piece->syms, p) {
		const char *name = (*p)->name;
		struct piece *other = map_find(&d->patched.by_name, name);

		if (!other || other->twin || other->kind != piece->kind ||
		    name_is_several(d, name))
			continue;
		if (piece->kind == PIECE_DATA &&
		    (piece->numbered || other->numbered ||
		     !scopes_agree(piece, other)))
			continue;
		pair_set(piece, other);
		return;
	}
}

/*
 * clang does not number the first static local of a name: with foo.count.1 in
 * either object, foo.count of one may be foo.count.1 of the other.
 */
static void number_first(const struct side *from, const struct side *side)
{
	side_for_each(from, p) {
		const struct piece *piece = *p;
		struct piece *first;
		size_t len;

		if (piece->kind != PIECE_DATA || !piece->numbered)
			continue;
		len = name_first(piece->name);
		if (!len)
			continue;
		_cleanup_free_ char *name = xstrndup(piece->name, len);

		first = map_find(&side->by_name, name);
		if (first && first->kind == PIECE_DATA && !first->global)
			first->numbered = true;
	}
}

struct err *pass_correlate(struct diff *d)
{
	number_first(&d->orig, &d->orig);
	number_first(&d->orig, &d->patched);
	number_first(&d->patched, &d->orig);
	number_first(&d->patched, &d->patched);
	scopes_read(d->arena, &d->orig);
	scopes_read(d->arena, &d->patched);
	side_for_each(&d->orig, p) {
		struct piece *piece = *p;

		if (piece->kind != PIECE_FUNC && piece->kind != PIECE_DATA)
			continue;
		if (!piece_is_anonymous(piece))
			pair_by_name(d, piece);
	}
	homonyms_pair(d);
	pair_leftovers(d);
	return NULL;
}
