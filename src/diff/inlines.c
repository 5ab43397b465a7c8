// SPDX-License-Identifier: GPL-2.0
/*
 * inlines - which function a piece of code was written in, from DWARF
 *
 * A function with code has a DW_TAG_subprogram with an address; under it, in
 * blocks, a DW_TAG_inlined_subroutine for each function that gcc inlined,
 * with its ranges, in the same way again. The symbol at the address tells
 * clones (foo.isra.0) from the function that they are made of. That the source
 * of a function changed is told by where the next one begins, if it is not a
 * change within lines.
 */
#include "diff/inlines.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <string.h>

#include "diff/dwfl.h"

#define DEPTH_MAX 64	/* of what is in what; a damaged file has loops */
#define SITES_MAX 100000	/* of one function */

struct reader {
	struct inlines *inlines;
	Dwfl_Module *module;
	const char *file;	/* that the unit was made of */
};

/* Declared in the unit's own file, not in a header? */
static bool is_here(const struct reader *r, Dwarf_Die *die)
{
	const char *file = dwarf_decl_file(die), *slash;
	size_t len;

	if (!file || !r->file)
		return false;
	slash = strrchr(r->file, '/');
	slash = slash ? slash + 1 : r->file;
	len = strlen(slash);
	return strlen(file) >= len &&
	       !strcmp(file + strlen(file) - len, slash);
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
	Dwarf_Attribute attr;
	Dwarf_Word line;

	if (name) {
		site.name = arena_strdup(r->inlines->arena, name);
		if (dwarf_attr(die, DW_AT_call_line, &attr) &&
		    !dwarf_formudata(&attr, &line))
			site.line = (int)line;
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
	/* libdwfl looks at every symbol; only copies may have another name */
	symbol = dwarf_hasattr(die, DW_AT_abstract_origin) ?
		 dwfl_module_addrname(r->module, low) : NULL;
	func = arena_new(inlines->arena, struct inline_func);
	func->name = arena_strdup(inlines->arena, name);
	func->symbol = arena_strdup(inlines->arena, symbol ? symbol : name);
	func->low = low;
	sites_read(r, func, die, 0, 0);
	vec_push(&inlines->funcs, func);
	if (!map_has(&inlines->by_symbol, func->symbol))
		map_put(&inlines->by_symbol, func->symbol, func);
}

/* A function of the unit's own file, inlined everywhere or not. */
struct decl {
	const char *name;
	int line;
};

struct decls {
	VEC(struct decl) list;
};

static void decl_read(struct reader *r, Dwarf_Die *die, struct decls *decls)
{
	const char *name = dwarf_diename(die);
	int line;

	if (name && is_here(r, die) && !dwarf_decl_line(die, &line))
		vec_push(&decls->list, ((struct decl){
			 arena_strdup(r->inlines->arena, name), line }));
}

static int decl_cmp(const void *a, const void *b)
{
	const struct decl *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

/* How many lines it is from one to the next: those of its source, mostly. */
static void spans_make(struct inlines *inlines, struct decls *decls)
{
	vec_sort(&decls->list, decl_cmp);
	for (size_t i = 0; i < decls->list.n; i++) {
		const struct decl *decl = &decls->list.v[i];
		size_t next = i + 1;

		/* a function with code and an inlined one are two */
		while (next < decls->list.n &&
		       decls->list.v[next].line == decl->line)
			next++;
		if (next < decls->list.n)
			map_put(&inlines->spans, decl->name, (void *)(intptr_t)
				(decls->list.v[next].line - decl->line));
	}
}

static void unit_read(Dwfl_Module *module, Dwarf_Die *unit, void *data)
{
	struct reader r = { .inlines = data, .module = module,
			    .file = dwarf_diename(unit) };
	struct decls decls = {0};
	Dwarf_Die die;

	if (dwarf_child(unit, &die))
		return;
	do {
		if (dwarf_tag(&die) != DW_TAG_subprogram)
			continue;
		decl_read(&r, &die, &decls);
		func_read(&r, &die);
	} while (!dwarf_siblingof(&die, &die));
	spans_make(r.inlines, &decls);
	vec_deinit(&decls.list);
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
	vec_deinit(&inlines->funcs);
	map_deinit(&inlines->by_symbol);
	map_deinit(&inlines->spans);
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

bool inline_called_at(const struct inline_func *func, uint64_t off,
		      uint32_t line)
{
	vec_for_each(&func->sites, site)
		if (site->line > 0 && (uint32_t)site->line == line &&
		    is_in(site, off))
			return true;
	return false;
}

size_t inline_count(const struct inline_func *func, const char *name)
{
	size_t n = 0;

	vec_for_each(&func->sites, site)
		n += !strcmp(site->name, name);
	return n;
}

bool inline_span_differs(const struct inlines *orig,
			 const struct inlines *patched, const char *name)
{
	const void *a = map_find(&orig->spans, name);
	const void *b = map_find(&patched->spans, name);

	return a && b && a != b;
}
