// SPDX-License-Identifier: GPL-2.0
/*
 * unit_map - the addresses that a located unit's symbols have
 */
#include <string.h>

#include "base/err.h"
#include "kernel/locate.h"

/* The address at which the kernel uses the symbol; false if not known. */
static bool sym_addr(const struct locate *l, const struct sym *sym,
		     const struct place *place, struct unit_sym *ret)
{
	const struct bound *bound;
	const struct ksym *ksym;

	ret->addr = place->base.value + sym->value;
	if (sym->bind != STB_WEAK)
		return place->base.known;
	bound = map_find_num(&l->targets, (uintptr_t)sym);
	if (bound && bound->known) {
		ret->elsewhere = !place->base.known ||
				 ret->addr != bound->value;
		ret->addr = bound->value;
		return true;
	}
	if (place->base.known && facts_find_at(l->facts, sym->name, ret->addr))
		return true;
	ksym = facts_find(l->facts, sym->name, 0);
	if (!ksym)
		return false;
	ret->elsewhere = true;
	ret->addr = ksym->addr;
	return true;
}

static void map_add(const struct locate *l, struct unit_map *map,
		    const struct sym *sym)
{
	struct unit_sym *us = arena_new(map->arena, struct unit_sym);
	const struct place *place = locate_place(l, sym->sec);
	const struct ksym *ksym;

	if (!place || !sym_addr(l, sym, place, us) ||
	    map_has(&map->by_name, sym->name))
		return;
	us->name = arena_strdup(map->arena, sym->name);
	us->size = sym->size;
	us->percpu = place->row && place->row->percpu;
	us->func = sym->type == STT_FUNC;
	ksym = facts_find_at(l->facts, sym->name, us->addr);
	us->in_kallsyms = ksym;
	us->sympos = ksym ? ksym->sympos : 0;
	map_put(&map->by_name, us->name, us);
}

struct unit_map *unit_map_create(struct locate *l)
{
	struct unit_map *map = arena_new(l->arena, struct unit_map);

	map->arena = take_ptr(l->arena);
	map->object = "vmlinux";
	vec_for_each(&l->unit->syms, p)
		if ((*p)->sec && (*p)->type != STT_SECTION && *(*p)->name)
			map_add(l, map, *p);
	return map;
}

void unit_map_destroy(struct unit_map *map)
{
	if (!map)
		return;
	map_deinit(&map->by_name);
	arena_destroy(map->arena);
}

const struct unit_sym *unit_map_find(const struct unit_map *map,
				     const char *name)
{
	return map_find(&map->by_name, name);
}
