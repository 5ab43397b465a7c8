// SPDX-License-Identifier: GPL-2.0
/*
 * claim - who has claimed a function, when ftrace will not give it to us
 *
 * Only one may change where a function goes: we, mainline livepatch, or a
 * kprobe with a post handler. ftrace does not tell who it is; their own lists
 * do. For the log only.
 */
#include <linux/kprobes.h>
#include <linux/livepatch.h>
#include <linux/static_call.h>

#include "core.h"

DEFINE_STATIC_CALL_NULL(kmend_get_kprobe, get_kprobe);

static bool claim_has_kprobe;
static struct mutex *claim_klp_mutex;
static struct list_head *claim_klp_patches;

/* What the kernel does not have can claim nothing. */
void kmend_claim_init(void)
{
	unsigned long addr = kmend_symbol_addr("get_kprobe");

	if (addr)
		static_call_update(kmend_get_kprobe, (void *)addr);
	claim_has_kprobe = addr;
	claim_klp_mutex = (void *)kmend_symbol_addr("klp_mutex");
	claim_klp_patches = (void *)kmend_symbol_addr("klp_patches");
}

static bool claim_has_post_handler(unsigned long ip)
{
	struct kprobe *kp;
	bool ret;

	if (!claim_has_kprobe)
		return false;
	preempt_disable();
	kp = static_call(kmend_get_kprobe)((void *)ip);
	ret = kp && kp->post_handler;
	preempt_enable();
	return ret;
}

#if IS_ENABLED(CONFIG_LIVEPATCH)
static bool claim_klp_has(const struct klp_patch *patch, unsigned long addr)
{
	const struct klp_object *obj;
	const struct klp_func *func;

	list_for_each_entry(obj, &patch->obj_list, node)
		list_for_each_entry(func, &obj->func_list, node)
			if ((unsigned long)func->old_func == addr)
				return true;
	return false;
}

static bool claim_say_klp(const char *who, const char *name,
			  unsigned long addr)
{
	const struct klp_patch *patch;
	bool ret = false;

	if (!claim_klp_mutex || !claim_klp_patches)
		return false;
	mutex_lock(claim_klp_mutex);
	list_for_each_entry(patch, claim_klp_patches, list)
		if (claim_klp_has(patch, addr)) {
			pr_err("kmend: %s: %s is taken by the livepatch %s\n",
			       who, name, patch->mod->name);
			ret = true;
		}
	mutex_unlock(claim_klp_mutex);
	return ret;
}
#else
static bool claim_say_klp(const char *who, const char *name,
			  unsigned long addr)
{
	return false;
}
#endif

/*
 * kmend_claim_say() - tell who has this function, if he can be found
 *
 * Context: may sleep; kmend_lock held.
 */
void kmend_claim_say(const char *who, const struct kmend_site *site)
{
	const char *name = (const char *)site->func->name;

	if (claim_say_klp(who, name, site->old_addr))
		return;
	if (claim_has_post_handler(site->ip))
		pr_err("kmend: %s: %s is taken by a kprobe with a post handler\n",
		       who, name);
}
