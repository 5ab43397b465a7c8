// SPDX-License-Identifier: GPL-2.0
/*
 * object - the modules that a patch is for, as they come and go
 *
 * A patch that is not disabled is attached to each of its modules
 * that is here: symbols resolved, relocations written, functions redirected.
 * A module that comes is attached before any of its code runs, so no stack is
 * looked at; one that goes is detached before its memory is freed, so nothing
 * of ours is left where another module may be put. The patch holds no
 * reference to them; but see early.c.
 *
 * A module that cannot be attached (another build, a function taken by
 * somebody else, no memory) stays out, or the patch stays out of it: that is
 * for target_mismatch to say.
 */
#include <linux/err.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "direct.h"
#include "object.h"

static const char * const policy_names[] = {
	[KMEND_MISMATCH_REFUSE] = "refuse",
	[KMEND_MISMATCH_UNPATCHED] = "unpatched",
};

static enum kmend_mismatch object_policy = KMEND_MISMATCH_REFUSE;

/* Return: 0, or -EINVAL if @name is no policy. */
int kmend_object_policy_parse(const char *name, enum kmend_mismatch *ret)
{
	int i = sysfs_match_string(policy_names, name);

	if (i < 0)
		return i;
	*ret = i;
	return 0;
}

const char *kmend_object_policy_name(enum kmend_mismatch policy)
{
	return policy_names[policy];
}

static int policy_set(const char *val, const struct kernel_param *kp)
{
	return kmend_object_policy_parse(val, &object_policy);
}

static int policy_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%s\n", policy_names[object_policy]);
}

static const struct kernel_param_ops policy_ops = {
	.set = policy_set,
	.get = policy_get,
};
module_param_cb(target_mismatch, &policy_ops, NULL, 0644);
MODULE_PARM_DESC(target_mismatch,
		 "refuse|unpatched: what becomes of a module that a patch is for and does not fit (refuse)");

/*
 * kmend_object_verify() - is the module here, and the one it was made for?
 * @who:      the patch, for the log
 * @ret:      the module; NULL if it is not here
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0; -ENOEXEC with the reason in the log; or -ENOMEM.
 */
int kmend_object_verify(const char *who, const char *name,
			const char *build_id, struct module **ret)
{
	const char *hex = "";
	struct module *mod = kmend_module_find(name, &hex);

	*ret = NULL;
	if (IS_ERR(mod))
		return PTR_ERR(mod);
	if (!mod || !strcmp(hex, build_id)) {
		*ret = mod;
		return 0;
	}
	if (*hex)
		pr_err("kmend: %s: made for build %s of module %s, this is build %s\n",
		       who, build_id, name, hex);
	else
		pr_err("kmend: %s: module %s has no build ID\n", who, name);
	return -ENOEXEC;
}

struct kmend_object *kmend_object_find(const struct kmend_patch *patch,
				       const char *name)
{
	unsigned int i;

	for (i = 0; i < patch->nr_objects; i++)
		if (!strcmp(patch->objects[i].name, name))
			return &patch->objects[i];
	return NULL;
}

/* Copies what the patch says of its modules. Return: 0, -ENOEXEC or -ENOMEM. */
int kmend_object_init(struct kmend_patch *patch)
{
	const struct kmend_abi_object *o = patch->tables.objects_start;
	const struct kmend_abi_object *end = patch->tables.objects_end;
	struct kmend_object *obj;

	patch->mismatch = object_policy;
	if (end == o)
		return 0;
	patch->objects = kcalloc(end - o, sizeof(*obj), GFP_KERNEL);
	if (!patch->objects)
		return -ENOMEM;
	for (; o < end; o++) {
		if (kmend_object_find(patch, (const char *)o->name)) {
			pr_err("kmend: %s: module %s is listed twice\n",
			       patch->mod->name, (const char *)o->name);
			return -ENOEXEC;
		}
		obj = &patch->objects[patch->nr_objects++];
		obj->name = (const char *)o->name;
		obj->build_id = (const char *)o->build_id;
		kmend_hold_want(obj);
	}
	return 0;
}

void kmend_object_deinit(struct kmend_patch *patch)
{
	while (patch->nr_objects)
		kmend_hold_unwant(&patch->objects[--patch->nr_objects]);
	kfree(patch->objects);
}

/* Functions and ranges: name, address and size, all in one pass. */
static int object_check_text(const struct kmend_patch *patch,
			     const struct kmend_object *obj)
{
	const struct kmend_abi_tables *t = &patch->tables;
	unsigned int nr = (t->funcs_end - t->funcs_start) +
			  (t->ranges_end - t->ranges_start);
	const struct kmend_abi_range *r;
	const struct kmend_abi_func *f;
	unsigned long start, end;
	struct kmend_lookup *todo;
	unsigned int i, n = 0;
	u32 *sizes;
	int ret;

	todo = kvcalloc(nr, sizeof(*todo) + sizeof(*sizes), GFP_KERNEL);
	if (!todo)
		return -ENOMEM;
	sizes = (u32 *)(todo + nr);
	for (f = t->funcs_start; f < t->funcs_end; f++)
		if (!strcmp((const char *)f->object, obj->name)) {
			todo[n].name = (const char *)f->name;
			todo[n].want = f->old_addr;
			sizes[n++] = f->old_size;
		}
	for (r = t->ranges_start; r < t->ranges_end; r++)
		if (!strcmp((const char *)r->object, obj->name)) {
			todo[n].name = (const char *)r->name;
			todo[n].want = r->addr;
			sizes[n++] = r->size;
		}
	ret = kmend_symbol_pass(obj->mod, todo, n);
	kmend_module_text(obj->mod, &start, &end);
	for (i = 0; !ret && i < n; i++)
		if (todo[i].size != sizes[i] ||
		    !kmend_is_within(todo[i].want, sizes[i], start, end)) {
			pr_err("kmend: %s: %s in %s has %lu bytes, the patch expects %u\n",
			       patch->name, todo[i].name, obj->name,
			       todo[i].size, sizes[i]);
			ret = -ENOEXEC;
		}
	kvfree(todo);
	return ret;
}

/* What is looked for here has the names and sizes that were checked above. */
static int object_find_sites(struct kmend_patch *patch,
			     const struct kmend_object *obj)
{
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++) {
		struct kmend_site *site = &patch->sites[i];

		if (site->object != obj)
			continue;
		site->ip = kmend_symbol_ftrace_in(site->func->old_addr,
						  site->func->old_size);
		if (!site->ip ||
		    !within_module_core(site->func->old_addr, obj->mod)) {
			pr_err("kmend: %s: %s in %s has no ftrace location\n",
			       patch->name, (const char *)site->func->name,
			       obj->name);
			return -EOPNOTSUPP;
		}
	}
	return kmend_table_overlap(patch, obj);
}

/* Nobody is sent to the patch's functions for @obj any more. */
static void object_clear(struct kmend_patch *patch, struct kmend_object *obj)
{
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++)
		if (patch->sites[i].object == obj)
			patch->sites[i].ip = 0;
	if (!kmend_module_pinned(patch->mod, obj->mod))
		kmend_late_reset(patch, obj);
	obj->mod = NULL;
}

/* All but the redirection, which arms several objects at once. */
static int object_prepare(struct kmend_patch *patch, struct kmend_object *obj)
{
	int ret;

	obj->unpatched = false;
	ret = kmend_object_verify(patch->name, obj->name, obj->build_id,
				  &obj->mod);
	if (ret || !obj->mod)
		return ret;
	if (!kmend_module_pinned(patch->mod, obj->mod))
		ret = kmend_late_write(patch, obj);
	if (!ret)
		ret = object_check_text(patch, obj);
	if (!ret)
		ret = object_find_sites(patch, obj);
	if (ret)
		object_clear(patch, obj);
	return ret;
}

/*
 * kmend_object_prepare() - get a patch ready for all its modules that are here
 *
 * Context: may sleep; kmend_lock held; the patch is not armed.
 * Return: 0, or -errno with the reason in the log, if a module does not fit
 * and the patch wants to be refused then.
 */
int kmend_object_prepare(struct kmend_patch *patch)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < patch->nr_objects; i++) {
		struct kmend_object *obj = &patch->objects[i];

		ret = object_prepare(patch, obj);
		if (ret && patch->mismatch == KMEND_MISMATCH_UNPATCHED) {
			pr_warn("kmend: %s: module %s stays unpatched: error %d\n",
				patch->name, obj->name, ret);
			obj->unpatched = true;
			ret = 0;
		}
		if (ret)
			break;
	}
	/* Modules are in no order, so this can be asked only now. */
	for (i = 0; !ret && i < patch->nr_objects; i++)
		if (patch->objects[i].mod)
			ret = kmend_refs_check(patch, &patch->objects[i]);
	if (!ret)
		ret = kmend_refs_check(patch, NULL);
	if (ret)
		kmend_object_release(patch);
	return ret;
}

/* The inverse; the patch is not armed any more. */
void kmend_object_release(struct kmend_patch *patch)
{
	unsigned int i;

	for (i = 0; i < patch->nr_objects; i++) {
		if (patch->objects[i].mod)
			object_clear(patch, &patch->objects[i]);
		patch->objects[i].unpatched = false;
	}
}

static int object_attach(struct kmend_patch *patch, struct kmend_object *obj)
{
	int ret = object_prepare(patch, obj);

	if (ret)
		return ret;
	ret = kmend_refs_check(patch, obj) ?: kmend_hook_coming(patch, obj);
	if (ret)
		goto err_clear;
	ret = kmend_redirect_add(patch, obj);
	if (ret)
		goto err_hooks;
	kmend_hook_came(patch, obj);
	return 0;

err_hooks:
	kmend_hook_coming_failed(patch, obj);
err_clear:
	object_clear(patch, obj);
	return ret;
}

static void object_detach(struct kmend_patch *patch, struct kmend_object *obj)
{
	kmend_hook_going(patch, obj);
	kmend_redirect_del(patch, obj);
	kmend_redirect_quiesce();
	kmend_hook_gone(patch, obj);
	object_clear(patch, obj);
}

/*
 * kmend_object_coming() - a module is here, and none of its code has run
 *
 * Patches are attached in the order in which they went on, so that the newest
 * of those that stand on one function is found first. If a switch still has
 * stragglers, they are looked for in this module, too.
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0, or -errno with the reason in the log: the module must not come,
 * and no patch is attached to it.
 */
int kmend_object_coming(struct module *mod)
{
	struct kmend_object *obj;
	struct kmend_patch *patch;
	int ret;

	list_for_each_entry(patch, &kmend_patches, list) {
		obj = kmend_object_find(patch, mod->name);
		if (!obj || patch->state == KMEND_DISABLED)
			continue;
		ret = object_attach(patch, obj);
		if (!ret) {
			pr_info("kmend: %s: module %s comes, patched\n",
				patch->name, mod->name);
			kmend_direct_kick();
		} else if (patch->mismatch == KMEND_MISMATCH_UNPATCHED) {
			pr_warn("kmend: %s: module %s comes, and stays unpatched: error %d\n",
				patch->name, mod->name, ret);
			obj->unpatched = true;
		} else {
			pr_err("kmend: %s: module %s refused: error %d\n",
			       patch->name, mod->name, ret);
			kmend_object_going(mod);
			return ret;
		}
	}
	kmend_life_renew();
	return 0;
}

/*
 * kmend_object_going() - none of a module's code runs any more
 *
 * Patches are detached in reverse. What they attached to the module's own
 * objects and did not take off is freed, before others have these addresses.
 *
 * Context: may sleep; kmend_lock held.
 */
void kmend_object_going(struct module *mod)
{
	struct kmend_object *obj;
	struct kmend_patch *patch;

	kmend_direct_going(mod);
	list_for_each_entry_reverse(patch, &kmend_patches, list) {
		obj = kmend_object_find(patch, mod->name);
		if (!obj)
			continue;
		if (obj->mod == mod) {
			object_detach(patch, obj);
			pr_info("kmend: %s: module %s is gone\n", patch->name,
				mod->name);
		}
		obj->unpatched = false;
	}
	kmend_life_renew();
	kmend_shadow_forget(mod);
}
