// SPDX-License-Identifier: GPL-2.0
/*
 * table - what the tables of a patch say, checked once when it registers
 *
 * Nobody looks again later: each pointer leads into the module itself, to the
 * kind of memory that it must lead to, and stays there for as long as the
 * module does. Names are in read-only data, so they do not change any more; a
 * relocation that is written when a module comes (late.c) may change an
 * address of a function or a range, and nothing else of a table.
 *
 * .kmend.funcs and .kmend.ranges may be writable, and the code of the patch
 * could change them. That code is trusted, as the code of any module is.
 */
#include <linux/ctype.h>
#include <linux/kallsyms.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "compat.h"
#include "fail.h"
#include "object.h"

#define TABLE_FUNC_MAX	SZ_16M	/* bytes of a function; the kernel's have KB */

/* Memory that no relocation may be in; [start, end). */
struct table_area {
	unsigned long start;
	unsigned long end;
};

static int table_bad(const struct module *mod, const char *table,
		     size_t i, const char *what)
{
	pr_err("kmend: %s: refused: entry %zu of %s: %s\n", mod->name, i,
	       table, what);
	return -ENOEXEC;
}

/* Is this the address of a string that stays, and stays as it is? */
bool kmend_patch_is_string(const struct module *mod, u64 addr)
{
	unsigned int i;

	for (i = 0; i < KSYM_NAME_LEN; i++) {
		if (!kmend_module_is_const(mod, addr + i, 1))
			return false;
		if (!((const char *)addr)[i])
			return true;
	}
	return false;
}

static bool table_is_name(const struct module *mod, u64 addr)
{
	return kmend_patch_is_string(mod, addr) && *(const char *)addr;
}

/* Does a table begin and end where one can? */
static bool table_is_here(const struct module *mod, const void *start,
			  const void *end, size_t entry)
{
	unsigned long from = (unsigned long)start, to = (unsigned long)end;

	if (from == to)
		return true;
	if (from > to || (to - from) % entry)
		return false;
	return (entry == 1 || IS_ALIGNED(from, sizeof(u64))) &&
	       kmend_module_has(mod, from, to - from);
}

#define TABLE_IS_HERE(mod, t, name)					\
	table_is_here(mod, (t)->name##_start, (t)->name##_end,		\
		      sizeof(*(t)->name##_start))

static int table_check_bounds(const struct module *mod,
			      const struct kmend_abi_tables *t)
{
	if (TABLE_IS_HERE(mod, t, info) && TABLE_IS_HERE(mod, t, objects) &&
	    TABLE_IS_HERE(mod, t, funcs) && TABLE_IS_HERE(mod, t, ranges) &&
	    TABLE_IS_HERE(mod, t, symbols) && TABLE_IS_HERE(mod, t, relocs) &&
	    TABLE_IS_HERE(mod, t, hooks) &&
	    t->info_start != t->info_end && t->funcs_start != t->funcs_end &&
	    !t->info_end[-1] &&
	    kmend_module_is_const(mod, (unsigned long)t->info_start,
				  t->info_end - t->info_start))
		return 0;
	pr_err("kmend: %s: refused: a table is not where it can be\n",
	       mod->name);
	return -ENOEXEC;
}

/* Lower hex of 1 to KMEND_BUILD_ID_MAX bytes? */
static bool table_is_build_id(const char *id)
{
	size_t len = strlen(id);

	return len && len <= 2 * KMEND_BUILD_ID_MAX && len % 2 == 0 &&
	       strspn(id, "0123456789abcdef") == len;
}

static bool table_is_module_name(const char *name)
{
	size_t i, len = strlen(name);

	for (i = 0; i < len; i++)
		if (!isascii(name[i]) || !isgraph(name[i]) || name[i] == '/')
			return false;
	return len < MODULE_NAME_LEN && strcmp(name, KMEND_ABI_VMLINUX);
}

static int table_check_objects(const struct module *mod,
			       const struct kmend_abi_tables *t)
{
	const struct kmend_abi_object *o;

	for (o = t->objects_start; o < t->objects_end; o++)
		if (!table_is_name(mod, o->name) ||
		    !table_is_name(mod, o->build_id) ||
		    !table_is_module_name((const char *)o->name) ||
		    !table_is_build_id((const char *)o->build_id) ||
		    (o->flags & ~KMEND_ABI_OBJECT_NEEDED))
			return table_bad(mod, KMEND_ABI_SEC_OBJECTS,
					 o - t->objects_start,
					 "bad name, build ID or flags");
	return 0;
}

static bool table_is_text(const struct module *mod, u64 addr, u64 size)
{
	unsigned long start, end;

	kmend_module_text(mod, &start, &end);
	return kmend_is_within(addr, size, start, end);
}

static const char *table_func_fault(const struct module *mod,
				    const struct kmend_abi_func *f)
{
	if (!table_is_name(mod, f->name) || !table_is_name(mod, f->object))
		return "bad name";
	if (f->flags & ~KMEND_ABI_FUNC_IMMEDIATE)
		return "unknown flags";
	if (!f->old_size || f->old_size > TABLE_FUNC_MAX)
		return "bad size of the old function";
	if (!f->new_size || !table_is_text(mod, f->new_addr, f->new_size))
		return "the new function is not in the module's text";
	if (!kmend_symbol_begins(f->new_addr))
		return "no function begins where the new one is said to";
	if (f->jump && !kmend_patch_jump(mod, f))
		return "bad jump";
	return NULL;
}

static int table_check_text(const struct module *mod,
			    const struct kmend_abi_tables *t)
{
	const struct kmend_abi_func *f;
	const struct kmend_abi_range *r;
	const char *fault;

	for (f = t->funcs_start; f < t->funcs_end; f++) {
		fault = table_func_fault(mod, f);
		if (fault)
			return table_bad(mod, KMEND_ABI_SEC_FUNCS,
					 f - t->funcs_start, fault);
	}
	for (r = t->ranges_start; r < t->ranges_end; r++)
		if (!table_is_name(mod, r->name) ||
		    !table_is_name(mod, r->object) ||
		    !r->size || r->size > TABLE_FUNC_MAX)
			return table_bad(mod, KMEND_ABI_SEC_RANGES,
					 r - t->ranges_start,
					 "bad name or size");
	return 0;
}

static int table_check_symbols(const struct module *mod,
			       const struct kmend_abi_tables *t)
{
	const struct kmend_abi_symbol *s;

	for (s = t->symbols_start; s < t->symbols_end; s++)
		if (!table_is_name(mod, s->name) ||
		    !table_is_name(mod, s->object) ||
		    (s->flags & ~KMEND_ABI_SYM_PERCPU))
			return table_bad(mod, KMEND_ABI_SEC_SYMBOLS,
					 s - t->symbols_start,
					 "bad name or flags");
	return 0;
}

static void table_area_grow(struct table_area *area, u64 string)
{
	unsigned long end = string + strlen((const char *)string) + 1;

	if (!area->end || string < area->start)
		area->start = string;
	area->end = max(area->end, end);
}

/* From the first to the last of all names; nothing else is between them. */
static struct table_area table_names(const struct kmend_abi_tables *t)
{
	const struct kmend_abi_object *o;
	const struct kmend_abi_func *f;
	const struct kmend_abi_range *r;
	const struct kmend_abi_symbol *s;
	struct table_area area = { };

	for (o = t->objects_start; o < t->objects_end; o++) {
		table_area_grow(&area, o->name);
		table_area_grow(&area, o->build_id);
	}
	for (f = t->funcs_start; f < t->funcs_end; f++) {
		table_area_grow(&area, f->name);
		table_area_grow(&area, f->object);
	}
	for (r = t->ranges_start; r < t->ranges_end; r++) {
		table_area_grow(&area, r->name);
		table_area_grow(&area, r->object);
	}
	for (s = t->symbols_start; s < t->symbols_end; s++) {
		table_area_grow(&area, s->name);
		table_area_grow(&area, s->object);
	}
	return area;
}

#define TABLE_AREA(from, to)						\
	((struct table_area){ (unsigned long)(from), (unsigned long)(to) })

static bool table_meets(const struct table_area *area, u64 place,
			unsigned int size)
{
	return place < area->end && place + size > area->start;
}

/* May a relocation be there? In @funcs and @ranges, only on an address. */
static bool table_may_write(const struct kmend_abi_tables *t, u64 place,
			    unsigned int size)
{
	const struct table_area funcs = TABLE_AREA(t->funcs_start,
						   t->funcs_end);
	const struct table_area ranges = TABLE_AREA(t->ranges_start,
						    t->ranges_end);

	if (table_meets(&funcs, place, size))
		return kmend_reloc_is_address(place - funcs.start, size,
					      sizeof(struct kmend_abi_func));
	if (table_meets(&ranges, place, size))
		return kmend_reloc_is_address(place - ranges.start, size,
					      sizeof(struct kmend_abi_range));
	return true;
}

static int table_check_relocs(const struct module *mod,
			      const struct kmend_abi_tables *t)
{
	const struct table_area shut[] = {
		TABLE_AREA(t->info_start, t->info_end),
		TABLE_AREA(t->objects_start, t->objects_end),
		TABLE_AREA(t->symbols_start, t->symbols_end),
		TABLE_AREA(t->relocs_start, t->relocs_end),
		TABLE_AREA(t->hooks_start, t->hooks_end),
		TABLE_AREA(mod, mod + 1),
		table_names(t),
	};
	const struct kmend_abi_reloc *r;
	unsigned int i, size;
	bool fine;

	for (r = t->relocs_start; r < t->relocs_end; r++) {
		size = kmend_reloc_size(r->type);
		fine = size && r->symbol < t->symbols_end - t->symbols_start &&
		       kmend_module_has(mod, r->place, size) &&
		       table_may_write(t, r->place, size);
		for (i = 0; fine && i < ARRAY_SIZE(shut); i++)
			fine = !table_meets(&shut[i], r->place, size);
		if (!fine)
			return table_bad(mod, KMEND_ABI_SEC_RELOCS,
					 r - t->relocs_start,
					 "bad place, symbol or type");
	}
	return 0;
}

/*
 * kmend_table_check() - is all that can be known of these tables as it must be?
 *
 * What the tables say of the kernel and of other modules is for patch.c and
 * object.c to compare.
 *
 * Return: 0, or -ENOEXEC with the reason in the log.
 */
int kmend_table_check(const struct module *mod,
		      const struct kmend_abi_tables *t)
{
	return table_check_bounds(mod, t) ?: table_check_objects(mod, t) ?:
	       table_check_text(mod, t) ?: table_check_symbols(mod, t) ?:
	       table_check_relocs(mod, t);
}

static int table_order(const void *a, const void *b)
{
	const struct kmend_site * const *x = a, * const *y = b;
	u64 left = (*x)->func->old_addr, right = (*y)->func->old_addr;

	return left < right ? -1 : left > right;
}

/*
 * kmend_table_overlap() - does a patch replace a byte twice?
 * @obj: in this module, whose functions are found; NULL: in the kernel
 *
 * Two sites at one place would each take the other for one of another patch,
 * and nobody would be redirected.
 *
 * Context: may sleep.
 * Return: 0; -ENOEXEC with the reason in the log; or -ENOMEM.
 */
int kmend_table_overlap(const struct kmend_patch *patch,
			const struct kmend_object *obj)
{
	const struct kmend_site **sites;
	unsigned int i, n = 0;
	int ret = 0;

	sites = KMEND_FAIL_ALLOC(kvcalloc(patch->nr_sites, sizeof(*sites),
					  GFP_KERNEL));
	if (!sites)
		return -ENOMEM;
	for (i = 0; i < patch->nr_sites; i++)
		if (patch->sites[i].object == obj)
			sites[n++] = &patch->sites[i];
	sort(sites, n, sizeof(*sites), table_order, NULL);
	for (i = 1; !ret && i < n; i++) {
		const struct kmend_abi_func *f = sites[i - 1]->func;

		if (sites[i]->func->old_addr - f->old_addr >= f->old_size)
			continue;
		pr_err("kmend: %s: refused: %s and %s are at one place\n",
		       patch->name, (const char *)f->name,
		       (const char *)sites[i]->func->name);
		ret = -ENOEXEC;
	}
	kvfree(sites);
	return ret;
}
