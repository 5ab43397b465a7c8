// SPDX-License-Identifier: GPL-2.0
/*
 * opaque - sections that are loaded and that nobody here understands
 *
 * Such a section is one piece. If it is the same before and after, and
 * neither what it refers to nor what refers to it is part of the change, the
 * patch does without it as the rest of the unit does. An address of the
 * beginning of a redirected function is fine: who goes there is sent on. An
 * address inside of it is a site of some kind, and the new copy would have to
 * have one, too.
 *
 * A table whose entries have no size that fits is opaque as well; so is one
 * that objtool reads and the kernel does not, but of that nothing is said.
 */
#include <inttypes.h>
#include <string.h>

#include "diff/model.h"

void opaque_make(struct side *side, struct sec *sec)
{
	struct cut *cut = sec_cut(sec);

	cut->table = sec->special;
	sec->special = &special_opaque;
	piece_add(side, sec, PIECE_ENTRY, 0, sec->size);
}

bool piece_is_opaque(const struct piece *piece)
{
	return piece_row(piece)->act == SP_OPAQUE;
}

static void refuse_table(struct diff *d, const struct sec *sec)
{
	const struct cut *cut = sec_cut(sec);
	const char *entry = cut->table->entry;

	refuse(d, "KM015", NULL, "give the size with --entry-size, if "
	       "this kernel's is another", "%s: %" PRIu64 " bytes with "
	       "%zu relocations are no table of entries of %" PRIu32
	       " bytes%s%s", sec->name, sec->size, sec->relas.n, cut->size,
	       entry ? ", struct " : "", entry ? entry : "");
}

void opaque_refuse(struct diff *d, const struct piece *piece, const char *how)
{
	const struct sec *sec = piece->sec;

	if (!(sec->flags & SHF_ALLOC))
		return;
	if (sec_cut(sec)->table)
		refuse_table(d, sec);
	else
		refuse(d, "KM009", NULL, "see docs/howto/special-section.md",
		       "has a section %s, and what the kernel makes of it is "
		       "not known: it %s", sec->name, how);
}

/* The @n-th section of one name in one object is that of the other. */
static void pair_sections(const struct side *side, struct map *ret)
{
	side_for_each(side, p) {
		struct piece *other;

		if (!piece_is_opaque(*p))
			continue;
		other = map_find(ret, (*p)->sec->name);
		while (other && other->twin)
			other = other->owner;
		if (other)
			pair_set(other, *p);
	}
}

/* Chains those of one name, in order, through their owner. */
static void list_sections(const struct side *side, struct map *ret)
{
	for (size_t i = side->pieces.n; i-- > 0;) {
		struct piece *piece = side->pieces.v[i];

		if (!piece_is_opaque(piece))
			continue;
		piece->owner = map_find(ret, piece->sec->name);
		map_put(ret, piece->sec->name, piece);
	}
}

static bool is_touched(const struct piece *piece)
{
	vec_for_each(&piece->refs, ref) {
		const struct piece *to = ref->piece;

		if (to && to->keep && to->kind == PIECE_FUNC &&
		    to->status == PIECE_CHANGED &&
		    (ref->to != 0 || !piece_is_redirected(to)))
			return true;
	}
	return false;
}

void opaque_verify(struct diff *d)
{
	_cleanup_map_ struct map map = {0};

	list_sections(&d->orig, &map);
	pair_sections(&d->patched, &map);
	side_for_each(&d->patched, p) {
		if (!piece_is_opaque(*p))
			continue;
		if (!(*p)->twin)
			opaque_refuse(d, *p, "is new");
		else if (!piece_equal((*p)->twin, *p))
			opaque_refuse(d, *p, "changed");
		else if (is_touched(*p))
			opaque_refuse(d, *p, "is about code that changed");
	}
	side_for_each(&d->orig, p) {
		if (piece_is_opaque(*p) && !(*p)->twin)
			opaque_refuse(d, *p, "is no longer there");
		if (piece_is_opaque(*p))
			(*p)->owner = NULL;
	}
}
