// SPDX-License-Identifier: GPL-2.0
/*
 * refs - may a function of one object refer to a symbol of another?
 *
 * Only if the other cannot go while the first is there: it is the kernel
 * itself, a module that the first depends on, or one that is pinned (early.c).
 * Otherwise the new function would call into memory that was freed, and no
 * reference of ours may keep a module.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "object.h"

static struct mutex *refs_module_mutex;

int kmend_refs_init(void)
{
	refs_module_mutex = (void *)kmend_symbol_addr("module_mutex");
	if (!refs_module_mutex)
		pr_err("kmend: this kernel has no module_mutex\n");
	return refs_module_mutex ? 0 : -ENOENT;
}

static bool refs_depends(const struct module *user, const struct module *on)
{
	bool ret = false;
#ifdef CONFIG_MODULE_UNLOAD
	struct module_use *use;

	mutex_lock(refs_module_mutex);
	list_for_each_entry(use, &user->target_list, target_list)
		ret |= use->target == on;
	mutex_unlock(refs_module_mutex);
#else
	ret = true;
#endif
	return ret;
}

/*
 * The replaced function whose new text has this place, or NULL.
 * @i: where to begin, and where it was: places come in order, functions too
 */
static const struct kmend_site *refs_site(const struct kmend_patch *patch,
					  unsigned long place, unsigned int *i)
{
	unsigned int n;

	for (n = 0; n < patch->nr_sites; n++) {
		const struct kmend_site *s = &patch->sites[*i];

		if (place - s->new_addr < s->func->new_size)
			return s;
		*i = (*i + 1) % patch->nr_sites;
	}
	return NULL;
}

static bool refs_may(const struct kmend_patch *patch,
		     const struct kmend_object *user,
		     const struct kmend_object *on)
{
	if (user == on)
		return true;
	if (!on->mod)
		return false;
	if (kmend_module_pinned(patch->mod, on->mod))
		return true;
	return user && user->mod && refs_depends(user->mod, on->mod);
}

/*
 * kmend_refs_check() - may the functions of @user refer to what they do?
 * @user: a module that is here, or NULL for the kernel itself
 *
 * Context: may sleep; kmend_lock held; all modules that @user depends on are
 * attached.
 * Return: 0, or -ENOEXEC with the reason in the log.
 */
int kmend_refs_check(const struct kmend_patch *patch,
		     const struct kmend_object *user)
{
	const struct kmend_abi_reloc *r = patch->tables.relocs_start;
	unsigned long start, end;
	unsigned int i = 0;

	kmend_module_text(patch->mod, &start, &end);
	for (; r < patch->tables.relocs_end; r++) {
		const struct kmend_abi_symbol *s =
			&patch->tables.symbols_start[r->symbol];
		const struct kmend_object *on;
		const struct kmend_site *site;

		on = kmend_object_find(patch, (const char *)s->object);
		if (!on || on == user || r->place < start || r->place >= end)
			continue;
		site = refs_site(patch, r->place, &i);
		if (!site || site->object != user || refs_may(patch, user, on))
			continue;
		pr_err("kmend: %s: %s in %s would use %s of module %s, on which it does not depend\n",
		       patch->name, (const char *)site->func->name,
		       user ? user->name : KMEND_ABI_VMLINUX,
		       (const char *)s->name, on->name);
		return -ENOEXEC;
	}
	return 0;
}
