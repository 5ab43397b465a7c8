// SPDX-License-Identifier: GPL-2.0
/*
 * kmend_livepatch - the entry of a patch module for mainline livepatch
 *
 * The tables are those of any patch module (abi/kmend_abi.h); here they become
 * what klp_enable_patch() takes. References that the module loader cannot
 * resolve are in .klp.rela.* and none of our business.
 *
 * mainline holds a reference to the module while the patch is there, so the
 * memory goes in the module's exit.
 */
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "kmend_abi.h"

extern const char kmend_info_start[], kmend_info_end[];
extern const struct kmend_abi_object kmend_objects_start[], kmend_objects_end[];
extern const struct kmend_abi_func kmend_funcs_start[], kmend_funcs_end[];
extern const struct kmend_abi_hook kmend_hooks_start[], kmend_hooks_end[];

static struct klp_object *livepatch_objs;
static struct klp_func *livepatch_funcs;
static struct klp_patch livepatch_patch = { .mod = THIS_MODULE };

static const char *livepatch_name(u64 object)
{
	const char *name = (const char *)object;

	return strcmp(name, KMEND_ABI_VMLINUX) ? name : NULL;
}

static bool livepatch_is(const struct klp_object *obj, u64 object)
{
	const char *name = livepatch_name(object);

	return !name || !obj->name ? name == obj->name :
	       !strcmp(name, obj->name);
}

static int livepatch_call(struct klp_object *obj,
			  const struct kmend_abi_hook *h, u32 kind)
{
	if (h->kind != kind || !livepatch_is(obj, h->object))
		return 0;
	if (kind == KMEND_ABI_HOOK_PRE_PATCH ||
	    kind == KMEND_ABI_HOOK_PRE_UNPATCH)
		return ((int (*)(void))h->fn)();
	((void (*)(void))h->fn)();
	return 0;
}

/* Those in front of @end, from the last to the first; nobody can veto. */
static void livepatch_call_back(struct klp_object *obj,
				const struct kmend_abi_hook *end, u32 kind)
{
	while (end > kmend_hooks_start)
		livepatch_call(obj, --end, kind);
}

/*
 * mainline does not call post_unpatch for an object whose pre_patch failed
 * (klp_pre_patch_callback(), kernel/livepatch/core.h, Linux 6.1 and 6.12), but
 * hooks in front of the one that vetoes have done something.
 */
static int livepatch_pre_patch(struct klp_object *obj)
{
	const struct kmend_abi_hook *h;
	int ret;

	for (h = kmend_hooks_start; h < kmend_hooks_end; h++) {
		ret = livepatch_call(obj, h, KMEND_ABI_HOOK_PRE_PATCH);
		if (ret) {
			livepatch_call_back(obj, h,
					    KMEND_ABI_HOOK_POST_UNPATCH);
			return ret;
		}
	}
	return 0;
}

static void livepatch_post_patch(struct klp_object *obj)
{
	const struct kmend_abi_hook *h;

	for (h = kmend_hooks_start; h < kmend_hooks_end; h++)
		livepatch_call(obj, h, KMEND_ABI_HOOK_POST_PATCH);
}

static void livepatch_pre_unpatch(struct klp_object *obj)
{
	livepatch_call_back(obj, kmend_hooks_end, KMEND_ABI_HOOK_PRE_UNPATCH);
}

static void livepatch_post_unpatch(struct klp_object *obj)
{
	livepatch_call_back(obj, kmend_hooks_end, KMEND_ABI_HOOK_POST_UNPATCH);
}

/* The object of that name, made behind the last one if need be. */
static struct klp_object *livepatch_object(u64 object)
{
	struct klp_object *obj = livepatch_objs;

	while (obj->funcs && !livepatch_is(obj, object))
		obj++;
	if (obj->funcs)
		return obj;
	obj->name = livepatch_name(object);
	obj->funcs = livepatch_funcs;
	obj->callbacks.pre_patch = livepatch_pre_patch;
	obj->callbacks.post_patch = livepatch_post_patch;
	obj->callbacks.pre_unpatch = livepatch_pre_unpatch;
	obj->callbacks.post_unpatch = livepatch_post_unpatch;
	return obj;
}

/*
 * Functions of one object lie side by side, an empty one behind them. Objects
 * without any matter as well: only for objects of the patch mainline writes
 * relocations.
 */
static void livepatch_fill(void)
{
	const struct kmend_abi_object *o;
	const struct kmend_abi_func *f;
	const struct kmend_abi_hook *h;
	struct klp_func *func = livepatch_funcs;
	struct klp_object *obj;

	for (o = kmend_objects_start; o < kmend_objects_end; o++)
		livepatch_object(o->name);
	for (f = kmend_funcs_start; f < kmend_funcs_end; f++)
		livepatch_object(f->object);
	for (h = kmend_hooks_start; h < kmend_hooks_end; h++)
		livepatch_object(h->object);
	for (obj = livepatch_objs; obj->funcs; obj++, func++) {
		obj->funcs = func;
		for (f = kmend_funcs_start; f < kmend_funcs_end; f++) {
			if (!livepatch_is(obj, f->object))
				continue;
			func->old_name = (const char *)f->name;
			func->old_sympos = f->old_addr;
			func->new_func = (void *)f->new_addr;
			func++;
		}
	}
}

static bool livepatch_replaces(void)
{
	const char *p;

	for (p = kmend_info_start; p < kmend_info_end; p += strlen(p) + 1)
		if (!strcmp(p, KMEND_ABI_KEY_REPLACE "=1"))
			return true;
	return false;
}

static void livepatch_free(void)
{
	kfree(livepatch_objs);
	kfree(livepatch_funcs);
}

static int __init livepatch_init(void)
{
	size_t n_funcs = kmend_funcs_end - kmend_funcs_start;
	size_t n = n_funcs + (kmend_hooks_end - kmend_hooks_start) +
		   (kmend_objects_end - kmend_objects_start);
	int ret = -ENOMEM;

	/* each may have an object of its own, and each has an end */
	livepatch_objs = kcalloc(n + 1, sizeof(*livepatch_objs), GFP_KERNEL);
	livepatch_funcs = kcalloc(n_funcs + n + 1, sizeof(*livepatch_funcs),
				  GFP_KERNEL);
	if (livepatch_objs && livepatch_funcs) {
		livepatch_fill();
		livepatch_patch.objs = livepatch_objs;
		livepatch_patch.replace = livepatch_replaces();
		ret = klp_enable_patch(&livepatch_patch);
	}
	if (ret)
		livepatch_free();
	return ret;
}

static void __exit livepatch_exit(void)
{
	livepatch_free();
}

module_init(livepatch_init);
module_exit(livepatch_exit);
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
