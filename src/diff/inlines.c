// SPDX-License-Identifier: GPL-2.0
/*
 * inlines - which function a piece of code was written in, from DWARF
 *
 * A function with code has a DW_TAG_subprogram with an address; under it, in
 * blocks, a DW_TAG_inlined_subroutine for each function that gcc inlined,
 * with its ranges, in the same way again. The symbol at the address tells
 * clones (foo.isra.0) from the function that they are made of.
 */
#include "diff/inlines.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <stdlib.h>
#include <string.h>

#include "diff/dwfl.h"

#define DEPTH_MAX 64	/* of what is in what; a damaged file has loops */
#define SITES_MAX 100000	/* of one function */

struct reader {
	struct inlines *inlines;
	Dwfl_Module *module;
	const char *file;	/* that the unit was made of */
};

/* The unit's own file, not a header? */
static bool is_own_file(const struct reader *r, const char *file)
{
	const char *slash;
	size_t len;

	if (!file || !r->file)
		return false;
	slash = strrchr(r->file, '/');
	slash = slash ? slash + 1 : r->file;
	len = strlen(slash);
	return strlen(file) >= len &&
	       !strcmp(file + strlen(file) - len, slash);
}

static bool is_here(const struct reader *r, Dwarf_Die *die)
{
	return is_own_file(r, dwarf_decl_file(die));
}

static void ranges_read(Dwarf_Die *die, uint64_t low,
			struct inline_site *site)
{
	Dwarf_Addr base, from, to;
	ptrdiff_t at = 0;

	while ((at = dwarf_ranges(die, at, &base, &from, &to)) > 0)
		if (from >= low)
			vec_push(&site->ranges, ((struct inline_range){
				 from - low, to - low }));
}

static void sites_read(struct reader *r, struct inline_func *func,
		       Dwarf_Die *parent, int depth, int blocks);

static void site_read(struct reader *r, struct inline_func *func,
		      Dwarf_Die *die, int depth, int blocks)
{
	const char *name = dwarf_diename(die);
	struct inline_site site = { .here = is_here(r, die), .depth = depth };

	if (name) {
		site.name = arena_strdup(r->inlines->arena, name);
		ranges_read(die, func->low, &site);
		vec_push(&func->sites, site);
	}
	sites_read(r, func, die, depth + 1, blocks + 1);
}

static void sites_read(struct reader *r, struct inline_func *func,
		       Dwarf_Die *parent, int depth, int blocks)
{
	Dwarf_Die die;

	if (blocks > DEPTH_MAX || dwarf_child(parent, &die))
		return;
	do {
		if (dwarf_tag(&die) == DW_TAG_inlined_subroutine)
			site_read(r, func, &die, depth, blocks);
		else if (dwarf_tag(&die) == DW_TAG_lexical_block)
			sites_read(r, func, &die, depth, blocks + 1);
	} while (func->sites.n < SITES_MAX && !dwarf_siblingof(&die, &die));
}

static void func_read(struct reader *r, Dwarf_Die *die)
{
	struct inlines *inlines = r->inlines;
	const char *name = dwarf_diename(die), *symbol;
	struct inline_func *func;
	Dwarf_Addr low;

	if (!name || dwarf_entrypc(die, &low))
		return;
	symbol = dwfl_module_addrname(r->module, low);
	func = arena_new(inlines->arena, struct inline_func);
	func->name = arena_strdup(inlines->arena, name);
	func->symbol = arena_strdup(inlines->arena, symbol ? symbol : name);
	func->low = low;
	sites_read(r, func, die, 0, 0);
	vec_push(&inlines->funcs, func);
	if (!map_has(&inlines->by_symbol, func->symbol))
		map_put(&inlines->by_symbol, func->symbol, func);
}

struct place {
	uint64_t low;
	struct inline_func *func;
};

static int place_cmp(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->low > y->low) - (x->low < y->low);
}

static void line_add(struct inlines *inlines, const char *name, uint32_t line)
{
	struct inline_lines *lines = map_find(&inlines->lines, name);

	if (!lines) {
		lines = arena_new(inlines->arena, struct inline_lines);
		map_put(&inlines->lines, name, lines);
	}
	vec_push(&lines->list, line);
}

/* Where functions of the unit's own file are declared. */
static void decl_read(struct reader *r, Dwarf_Die *die, struct map *decls)
{
	const char *name = dwarf_diename(die);
	int line;

	if (name && is_here(r, die) && !dwarf_decl_line(die, &line) &&
	    !map_has(decls, name))
		map_put(decls, arena_strdup(r->inlines->arena, name),
			(void *)(intptr_t)line);
}

/* The function whose code is at @addr: places are sorted. */
static const struct inline_func *func_at(const struct place *places, size_t n,
					 uint64_t addr)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (places[mid].low <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? places[low - 1].func : NULL;
}

/* A row of the line table counts for who wrote it, in his own lines. */
static void row_read(struct inlines *inlines, Dwarf_Line *row, uint64_t addr,
		     const struct place *places, size_t n,
		     const struct map *decls)
{
	const struct inline_func *func;
	const char *name;
	int line, decl;

	if (dwarf_lineno(row, &line) || !line)
		return;
	func = func_at(places, n, addr);
	if (!func)
		return;
	name = inline_at(func, addr - func->low);
	if (!name)
		name = func->name;
	decl = (int)(intptr_t)map_find(decls, name);
	if (decl && line >= decl)
		line_add(inlines, name, (uint32_t)(line - decl));
}

static int line_cmp(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void lines_sort_once(struct inline_lines *lines)
{
	size_t kept = 0;

	vec_sort(&lines->list, line_cmp);
	vec_for_each(&lines->list, line)
		if (!kept || *line != lines->list.v[kept - 1])
			lines->list.v[kept++] = *line;
	lines->list.n = kept;
}

static void lines_read_unit(struct reader *r, Dwarf_Die *unit,
			    const struct map *decls)
{
	struct inlines *inlines = r->inlines;
	VEC(struct place) places = {0};
	Dwarf_Addr addr, next;
	Dwarf_Lines *rows;
	size_t n;

	if (dwarf_getsrclines(unit, &rows, &n))
		return;
	vec_for_each(&inlines->funcs, func)
		vec_push(&places, ((struct place){ (*func)->low, *func }));
	vec_sort(&places, place_cmp);
	for (size_t i = 0; i < n; i++) {
		Dwarf_Line *row = dwarf_onesrcline(rows, i);

		/* of several at one place, only the last has code */
		if (dwarf_lineaddr(row, &addr) ||
		    (i + 1 < n && !dwarf_lineaddr(dwarf_onesrcline(rows,
			    i + 1), &next) && next == addr) ||
		    !is_own_file(r, dwarf_linesrc(row, NULL, NULL)))
			continue;
		row_read(inlines, row, addr, places.v, places.n, decls);
	}
	vec_deinit(&places);
	map_for_each(&inlines->lines, slot)
		lines_sort_once(slot->value);
}

static void unit_read(Dwfl_Module *module, Dwarf_Die *unit, void *data)
{
	struct reader r = { .inlines = data, .module = module,
			    .file = dwarf_diename(unit) };
	_cleanup_map_ struct map decls = {0};
	Dwarf_Die die;

	if (dwarf_child(unit, &die))
		return;
	do {
		if (dwarf_tag(&die) != DW_TAG_subprogram)
			continue;
		decl_read(&r, &die, &decls);
		func_read(&r, &die);
	} while (!dwarf_siblingof(&die, &die));
	lines_read_unit(&r, unit, &decls);
}

struct inlines *inlines_read(const char *path)
{
	struct arena *arena = arena_create();
	struct inlines *inlines = arena_new(arena, struct inlines);

	inlines->arena = arena;
	dwfl_read_unit(path, unit_read, inlines);
	return inlines;
}

void inlines_destroy(struct inlines *inlines)
{
	if (!inlines)
		return;
	vec_for_each(&inlines->funcs, func) {
		vec_for_each(&(*func)->sites, site)
			vec_deinit(&site->ranges);
		vec_deinit(&(*func)->sites);
	}
	map_for_each(&inlines->lines, slot) {
		struct inline_lines *lines = slot->value;

		vec_deinit(&lines->list);
	}
	vec_deinit(&inlines->funcs);
	map_deinit(&inlines->by_symbol);
	map_deinit(&inlines->lines);
	arena_destroy(inlines->arena);
}

const struct inline_func *inlines_find(const struct inlines *inlines,
				       const char *symbol)
{
	return map_find(&inlines->by_symbol, symbol);
}

static bool is_in(const struct inline_site *site, uint64_t off)
{
	vec_for_each(&site->ranges, range)
		if (off >= range->from && off < range->to)
			return true;
	return false;
}

const char *inline_at(const struct inline_func *func, uint64_t off)
{
	const struct inline_site *best = NULL;

	vec_for_each(&func->sites, site)
		if (is_in(site, off) &&
		    (!best || site->here || !best->here))
			best = site;
	return best ? best->name : NULL;
}

size_t inline_count(const struct inline_func *func, const char *name)
{
	size_t n = 0;

	vec_for_each(&func->sites, site)
		n += !strcmp(site->name, name);
	return n;
}

bool inline_lines_differ(const struct inlines *orig,
			 const struct inlines *patched, const char *name)
{
	const struct inline_lines *a = map_find(&orig->lines, name);
	const struct inline_lines *b = map_find(&patched->lines, name);

	if (!a || !b)
		return a != b;
	return a->list.n != b->list.n ||
	       memcmp(a->list.v, b->list.v,
		      a->list.n * sizeof(*a->list.v)) != 0;
}
