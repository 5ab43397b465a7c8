// SPDX-License-Identifier: GPL-2.0
/*
 * late - relocations that are written when their module comes
 *
 * By then the patch's text is read-only, and what would make it writable is
 * not exported: the pages are written through a second mapping. Nobody can run
 * what is written, or look at it: until its module is here, no function is
 * sent to the patch's functions for it. The ftrace calls that are armed after
 * this serialize all CPUs before the first of them gets there.
 *
 * When the module goes, the places get their zeros back. If that fails for
 * want of memory they keep what they have: it is written again in any case
 * before somebody can come here.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "object.h"

/* A second mapping of two pages, so that no place crosses its end. */
struct late_window {
	unsigned long start;
	void *map;
};

static void late_close(struct late_window *w)
{
	vunmap(w->map);
	w->map = NULL;
}

static int late_poke(struct late_window *w, unsigned long place,
		     const void *val, unsigned int size)
{
	unsigned long start = place & PAGE_MASK;
	bool two = ((place + size - 1) & PAGE_MASK) != start;
	struct page *pages[2];

	if (w->map && (w->start != start || two))
		late_close(w);
	if (!w->map) {
		pages[0] = vmalloc_to_page((void *)start);
		if (two)
			pages[1] = vmalloc_to_page((void *)(start + PAGE_SIZE));
		w->map = vmap(pages, two ? 2 : 1, VM_MAP, PAGE_KERNEL);
		if (!w->map)
			return -ENOMEM;
		w->start = start;
	}
	memcpy(w->map + (place - start), val, size);
	if (two)
		late_close(w);
	return 0;
}

/* Is it one of @obj's? Then what, and how many bytes, goes to its place. */
static bool late_is_for(const struct kmend_patch *patch,
			const struct kmend_object *obj,
			const struct kmend_abi_reloc *r)
{
	const struct kmend_abi_symbol *s =
		&patch->tables.symbols_start[r->symbol];

	return !strcmp((const char *)s->object, obj->name);
}

static unsigned int late_symbols(const struct kmend_patch *patch)
{
	return patch->tables.symbols_end - patch->tables.symbols_start;
}

/* Symbols of @obj into @addrs, one for each in the table. */
static int late_resolve(const struct kmend_patch *patch,
			const struct kmend_object *obj, unsigned long *addrs)
{
	const struct kmend_abi_symbol *syms = patch->tables.symbols_start;
	unsigned int i, n = 0, nr = late_symbols(patch);
	struct kmend_lookup *todo;
	int ret;

	todo = kvcalloc(nr, sizeof(*todo), GFP_KERNEL);
	if (!todo)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		if (!strcmp((const char *)syms[i].object, obj->name)) {
			todo[n].name = (const char *)syms[i].name;
			todo[n++].sympos = syms[i].sympos;
		}
	ret = kmend_symbol_pass(obj->mod, todo, n);
	for (i = 0, n = 0; !ret && i < nr; i++)
		if (!strcmp((const char *)syms[i].object, obj->name))
			addrs[i] = todo[n++].found;
	kvfree(todo);
	return ret;
}

/* First everything is looked at, then everything is written. */
static int late_apply(const struct kmend_patch *patch,
		      const struct kmend_object *obj,
		      const unsigned long *addrs)
{
	const struct kmend_abi_reloc *r, *end = patch->tables.relocs_end;
	struct late_window w = { };
	unsigned int size;
	int ret = 0;
	u64 val;

	for (r = patch->tables.relocs_start; r < end; r++) {
		if (!late_is_for(patch, obj, r))
			continue;
		if (kmend_reloc_value(r, addrs[r->symbol], &val, &size) ||
		    !within_module_core(r->place, patch->mod) ||
		    !within_module_core(r->place + size - 1, patch->mod)) {
			pr_err("kmend: %s: relocation %zu: out of range\n",
			       patch->name, r - patch->tables.relocs_start);
			return -ENOEXEC;
		}
	}
	for (r = patch->tables.relocs_start; !ret && r < end; r++) {
		if (!late_is_for(patch, obj, r))
			continue;
		kmend_reloc_value(r, addrs[r->symbol], &val, &size);
		ret = late_poke(&w, r->place, &val, size);
	}
	late_close(&w);
	return ret;
}

/*
 * kmend_late_write() - make the patch complete for a module that is here
 *
 * Context: may sleep; kmend_lock held; nobody is sent to the patch's
 * functions for @obj.
 * Return: 0, or -errno, then nothing may be sent there.
 */
int kmend_late_write(const struct kmend_patch *patch,
		     const struct kmend_object *obj)
{
	unsigned long *addrs;
	int ret;

	if (!late_symbols(patch))
		return 0;
	addrs = kvcalloc(late_symbols(patch), sizeof(*addrs), GFP_KERNEL);
	if (!addrs)
		return -ENOMEM;
	ret = late_resolve(patch, obj, addrs);
	if (!ret)
		ret = late_apply(patch, obj, addrs);
	kvfree(addrs);
	return ret;
}

/* The inverse; nobody runs the patch's functions for @obj any more. */
void kmend_late_reset(const struct kmend_patch *patch,
		      const struct kmend_object *obj)
{
	const struct kmend_abi_reloc *r = patch->tables.relocs_start;
	struct late_window w = { };
	unsigned int size;
	u64 val;

	for (; r < patch->tables.relocs_end; r++) {
		if (!late_is_for(patch, obj, r))
			continue;
		kmend_reloc_value(r, 0, &val, &size);
		val = 0;
		if (late_poke(&w, r->place, &val, size))
			break;
	}
	late_close(&w);
}
