// SPDX-License-Identifier: GPL-2.0
/*
 * locate_table - where a unit's part of one of the kernel's tables is
 *
 * The linker puts the parts of all units one after the other. A part has no
 * name, but its first relocation leads to something that is known by now:
 * there must be a place in the table from which it does.
 */
#include "base/err.h"
#include "elf/names.h"
#include "kernel/locate.h"

/* The value of a symbol, if it is known by now. */
static bool known_value(const struct locate *l, const struct sym *sym,
			uint64_t *ret)
{
	const struct place *place;
	const struct bound *bound;

	if (sym->sec && sym->bind != STB_WEAK) {
		place = locate_place(l, sym->sec);
		if (!place || !place->base.known)
			return false;
		*ret = place->base.value + sym->value;
		return true;
	}
	bound = map_find_num(&l->targets, (uintptr_t)sym);
	if (!bound || !bound->known)
		return false;
	*ret = bound->value;
	return true;
}

void table_anchor(struct locate *l, struct place *place)
{
	const struct ksym *start, *end;
	const struct sec *sec = place->sec;
	uint64_t step = sec->align ? sec->align : 1, want, value;
	const struct rela *rela;

	start = facts_find(l->facts, place->row->start, 0);
	end = facts_find(l->facts, place->row->end, 0);
	if (!start || !end || !sec->relas.n ||
	    end->addr - start->addr < sec->size || end->addr < start->addr)
		return;
	rela = &sec->relas.v[0];
	if (!known_value(l, rela->sym, &want))
		return;
	place->bases.n = 0;
	for (uint64_t at = (start->addr + step - 1) / step * step;
	     at <= end->addr - sec->size; at += step)
		if (compare_value(&l->facts->image, rela, at + rela->off,
				  &value) && value == want)
			vec_push(&place->bases, at);
}
