// SPDX-License-Identifier: GPL-2.0
/*
 * patch - the registry: what a patch module offers is checked and listed
 *
 * Nothing in the tables is trusted: what they say of the patch module is
 * checked in table.c, what they say of the kernel here. What becomes of a patch
 * then is decided in life.c.
 */
#include <linux/kallsyms.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "fail.h"
#include "object.h"

DEFINE_MUTEX(kmend_lock);
LIST_HEAD(kmend_patches);

static int patch_check_text(const char *who, const char *name, u64 addr,
			    u32 size)
{
	unsigned long len;

	if (!kmend_symbol_at(addr, name, &len)) {
		struct kmend_lookup l = { .name = name, .want = addr };

		/* An alias: the pass fails if the name is elsewhere or twice */
		if (!addr || kmend_symbol_pass(NULL, &l, 1)) {
			pr_err("kmend: %s: %s is not at its address\n", who,
			       name);
			return -ENOEXEC;
		}
	}
	if (!size || len < size) {
		pr_err("kmend: %s: %s has %lu bytes, the patch expects %u\n",
		       who, name, len, size);
		return -ENOEXEC;
	}
	return 0;
}

/*
 * A function or a piece of one: where it is must be so if it is in the kernel
 * itself; for a module that is seen when the module is there (object.c).
 */
static int patch_check_entry(const struct kmend_patch *patch, u64 name,
			     u64 object, u64 addr, u32 size)
{
	const struct module *mod = patch->mod;

	if (kmend_object_find(patch, (const char *)object))
		return 0;
	if (strcmp((const char *)object, KMEND_ABI_VMLINUX)) {
		pr_err("kmend: %s: %s: the patch does not say which %s it was made for\n",
		       mod->name, (const char *)name, (const char *)object);
		return -ENOEXEC;
	}
	return patch_check_text(mod->name, (const char *)name, addr, size);
}

/*
 * kmend_patch_jump() - what may be called in place of the handler (direct.c)
 *
 * It is believed only if it is one: to that function, and then a return of
 * whatever kind this kernel has.
 *
 * Return: 0 if there is none.
 */
unsigned long kmend_patch_jump(const struct module *mod,
			       const struct kmend_abi_func *f)
{
	static const u8 mov[] = { 0x48, 0xc7, 0x04, 0x24 };
	const u8 *jump = (const u8 *)&f->jump + f->jump;
	unsigned long start, end;
	s32 to;

	kmend_module_text(mod, &start, &end);
	if (!f->jump || (unsigned long)jump < start ||
	    (unsigned long)jump + sizeof(mov) + sizeof(to) >= end)
		return 0;
	memcpy(&to, jump + sizeof(mov), sizeof(to));
	if (memcmp(jump, mov, sizeof(mov)) || (u64)(s64)to != f->new_addr)
		return 0;
	return (unsigned long)jump;
}

static int patch_add_site(struct kmend_patch *patch, struct kmend_site *site,
			  const struct kmend_abi_func *f)
{
	const char *who = patch->mod->name, *name = (const char *)f->name;
	int ret;

	ret = patch_check_entry(patch, f->name, f->object, f->old_addr,
				f->old_size);
	if (ret)
		return ret;
	site->new_addr = f->new_addr;
	site->object = kmend_object_find(patch, (const char *)f->object);
	site->patch = patch;
	site->func = f;
	if (site->object)
		return 0;
	site->ip = kmend_symbol_ftrace_in(f->old_addr, f->old_size);
	if (!site->ip) {
		pr_err("kmend: %s: %s has no ftrace location\n", who, name);
		return -EOPNOTSUPP;
	}
	return 0;
}

static int patch_add_tables(struct kmend_patch *patch,
			    const struct kmend_abi_tables *t)
{
	const struct kmend_abi_range *r;
	int ret;

	ret = kmend_object_init(patch);
	if (ret)
		return ret;
	patch->ranges = t->ranges_start;
	patch->nr_ranges = t->ranges_end - t->ranges_start;
	patch->hooks = t->hooks_start;
	patch->nr_hooks = t->hooks_end - t->hooks_start;
	patch->sites = KMEND_FAIL_ALLOC(kvcalloc(t->funcs_end - t->funcs_start,
						 sizeof(*patch->sites),
						 GFP_KERNEL));
	if (!patch->sites)
		return -ENOMEM;
	while (patch->nr_sites < t->funcs_end - t->funcs_start) {
		ret = patch_add_site(patch, &patch->sites[patch->nr_sites],
				     &t->funcs_start[patch->nr_sites]);
		if (ret)
			return ret;
		patch->nr_sites++;
	}
	for (r = t->ranges_start; r < t->ranges_end; r++) {
		ret = patch_check_entry(patch, r->name, r->object, r->addr,
					r->size);
		if (ret)
			return ret;
	}
	ret = kmend_table_overlap(patch, NULL);
	if (ret)
		return ret;
	return KMEND_FAIL(-ENOEXEC, kmend_hook_check(patch));
}

const char * const kmend_mode_names[] = {
	[KMEND_ATOMIC] = KMEND_ABI_MODE_ATOMIC,
	[KMEND_PER_TASK] = KMEND_ABI_MODE_PER_TASK,
	[KMEND_IMMEDIATE] = KMEND_ABI_MODE_IMMEDIATE,
};

/* Return: 0, or -EINVAL if @name is no mode. */
int kmend_mode_parse(const char *name, enum kmend_mode *ret)
{
	unsigned int i;

	for (i = 0; i <= KMEND_IMMEDIATE; i++)
		if (sysfs_streq(name, kmend_mode_names[i])) {
			*ret = i;
			return 0;
		}
	return -EINVAL;
}

static int patch_add_info(struct kmend_patch *patch,
			  const struct kmend_abi_tables *t)
{
	const char *start = t->info_start, *end = t->info_end;
	const char *mode, *replace, *callbacks;
	size_t len;

	patch->name = kmend_info_get(start, end, KMEND_ABI_KEY_NAME);
	mode = kmend_info_get(start, end, KMEND_ABI_KEY_MODE);
	replace = kmend_info_get(start, end, KMEND_ABI_KEY_REPLACE);
	callbacks = kmend_info_get(start, end, KMEND_ABI_KEY_CALLBACKS);
	patch->description = kmend_info_get(start, end, KMEND_ABI_KEY_DESC);
	patch->build_id = kmend_info_get(start, end, KMEND_ABI_KEY_BUILD_ID);
	patch->verified = kmend_info_get(start, end, KMEND_ABI_KEY_VERIFIED);
	if (!patch->verified)
		patch->verified = "0";
	patch->id = kmend_info_get(start, end, KMEND_ABI_KEY_ID) ?: "";
	patch->on = kmend_info_get(start, end, KMEND_ABI_KEY_ON) ?: "";
	if (!patch->name || !mode || !patch->description || !patch->build_id ||
	    kmend_mode_parse(mode, &patch->need))
		return -ENOEXEC;
	patch->mode = patch->need;
	patch->replace = replace && !strcmp(replace, "1");
	patch->callbacks = !callbacks || strcmp(callbacks, "0");
	len = strlen(patch->name);
	if (!len || len > KMEND_ABI_NAME_MAX ||
	    strspn(patch->name, "abcdefghijklmnopqrstuvwxyz0123456789_-") !=
	    len)
		return -ENOEXEC;
	return kmend_target_check(patch->mod->name, start, end);
}

/* The last reference is gone. */
void kmend_patch_free(struct kmend_patch *patch)
{
	kmend_object_deinit(patch);
	kvfree(patch->sites);
	kfree(patch);
}

/*
 * kmend_patch_register() - a patch module offers its patch
 * @mod:    the patch module
 * @tables: its tables; what they point at lives as long as the module
 *
 * Context: the module's init. Nothing is switched on.
 * Return: 0, -EEXIST if there is a patch of that name, or another -errno
 * with the reason in the log.
 */
int kmend_patch_register(struct module *mod,
			 const struct kmend_abi_tables *tables)
{
	struct kmend_patch *patch, *other;
	int ret;

	patch = KMEND_FAIL_ALLOC(kzalloc(sizeof(*patch), GFP_KERNEL));
	if (!patch)
		return -ENOMEM;
	ret = KMEND_FAIL(-ENOEXEC, kmend_table_check(mod, tables));
	if (ret)
		goto err_free;
	patch->mod = mod;
	patch->tables = *tables;
	patch->timeout_ms = 15000;
	patch->stop_budget_us = 1000;
	ret = KMEND_FAIL(-ENOEXEC, patch_add_info(patch, tables));
	if (ret) {
		pr_err("kmend: %s: refused: bad tables\n", mod->name);
		goto err_free;
	}
	ret = patch_add_tables(patch, tables);
	if (ret)
		goto err_free;

	ret = kmend_hold_lock(mod->name);
	if (ret)
		goto err_free;
	ret = -EEXIST;
	list_for_each_entry(other, &kmend_patches, list)
		if (!strcmp(other->name, patch->name)) {
			pr_err("kmend: %s: there is a patch %s already\n",
			       mod->name, patch->name);
			goto err_unlock;
		}
	ret = kmend_sysfs_add(patch);
	if (ret) {
		mutex_unlock(&kmend_lock);
		return ret;	/* the kobject freed the patch */
	}
	list_add_tail(&patch->list, &kmend_patches);
	mutex_unlock(&kmend_lock);
	return 0;

err_unlock:
	mutex_unlock(&kmend_lock);
err_free:
	kmend_patch_free(patch);
	return ret;
}
EXPORT_SYMBOL_GPL(kmend_patch_register);

/*
 * kmend_patch_unregister() - a patch module goes away
 *
 * Context: the module's exit, so the patch is disabled: an enabled one holds
 * its module. Files in sysfs are drained without kmend_lock, which their
 * writers take.
 */
void kmend_patch_unregister(struct module *mod)
{
	struct kmend_patch *p, *patch = NULL;

	mutex_lock(&kmend_lock);
	list_for_each_entry(p, &kmend_patches, list)
		if (p->mod == mod)
			patch = p;
	if (patch)
		list_del(&patch->list);
	mutex_unlock(&kmend_lock);
	kmend_stay_check();
	if (!patch)
		return;
	kobject_del(&patch->kobj);
	kobject_put(&patch->kobj);
}
EXPORT_SYMBOL_GPL(kmend_patch_unregister);
