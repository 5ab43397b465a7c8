// SPDX-License-Identifier: GPL-2.0
/* piece - make, find and name pieces */
#include "diff/model.h"

#include <inttypes.h>

struct piece *piece_add(struct side *side, struct sec *sec,
			enum piece_kind kind, uint64_t off, uint64_t size)
{
	struct piece *piece = arena_new(side->obj->arena, struct piece);

	piece->sec = sec;
	piece->kind = kind;
	piece->off = piece->base = off;
	piece->size = size;
	vec_push_few(&sec_cut(sec)->pieces, piece);
	return piece;
}

size_t cut_above(const struct cut *cut, uint64_t addr)
{
	size_t low = 0, high = cut->pieces.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (cut->pieces.v[mid]->off <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void piece_name(struct piece *piece, struct sym *sym)
{
	sym->priv = piece;
	vec_push_few(&piece->syms, sym);
	if (sym->bind != STB_LOCAL)
		piece->global = true;
	if (!piece->sym) {
		piece->sym = sym;
		piece->name = sym->name;
		piece->numbered = name_is_numbered(sym->name);
	}
}

/*
 * Empty pieces (lock class keys without lockdep) are found only where no
 * other is. An address outside the section belongs to what it is next to:
 * the compiler counts from behind an array, or from in front of it.
 */
struct piece *piece_at(const struct sec *sec, uint64_t addr)
{
	const struct cut *cut = sec_cut(sec);
	struct piece *piece = NULL, *empty = NULL;
	size_t low;

	if (!cut || !cut->pieces.n)
		return NULL;
	if ((int64_t)addr < 0)
		return cut->pieces.v[0];
	if (addr >= sec->size && sec->size)
		return cut->pieces.v[cut->pieces.n - 1];
	for (low = cut_above(cut, addr); low-- > 0;) {
		piece = cut->pieces.v[low];
		if (piece->size)
			break;
		if (piece->off == addr && !empty)
			empty = piece;
		piece = NULL;
	}
	if (piece && addr - piece->off < piece->size)
		return piece;
	return empty;
}

static int piece_cmp(const void *a, const void *b)
{
	const struct piece *x = *(struct piece *const *)a;
	const struct piece *y = *(struct piece *const *)b;

	if (x->off != y->off)
		return x->off < y->off ? -1 : 1;
	return (x->size > y->size) - (x->size < y->size);
}

void cut_sort(struct sec *sec)
{
	vec_sort(&sec_cut(sec)->pieces, piece_cmp);
}

bool piece_is_anonymous(const struct piece *piece)
{
	switch (piece->kind) {
	case PIECE_STRING:
	case PIECE_CONST:
		return true;
	case PIECE_DATA:
		return piece_row(piece)->readonly && !piece->global &&
		       name_is_made(piece->name);
	default:
		return false;
	}
}

const char *piece_text(struct arena *arena, const struct piece *piece)
{
	if (piece->name)
		return piece->name;
	return arena_printf(arena, "%s+0x%" PRIx64, piece->sec->name,
			    piece->off);
}

/* Reading DWARF takes longer than all the rest. */
bool side_has_dwarf(const struct side *side)
{
	const struct special *row;

	vec_for_each(&side->obj->secs, p) {
		row = (*p)->special;
		if (row && row->types && (*p)->size)
			return true;
	}
	return false;
}
