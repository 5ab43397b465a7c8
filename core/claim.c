// SPDX-License-Identifier: GPL-2.0
/*
 * claim - only one may change where a function goes
 *
 * That is we, mainline livepatch, or a kprobe with a post handler. If ftrace
 * will not give us a function it does not tell who has it; their own lists do,
 * for the log.
 *
 * We hold our claim through the handler. Where a function is called directly
 * the handler is not asked, and ftrace asks the owner of a direct call only
 * when an ops is registered, not when its filter grows (__arm_kprobe_ftrace()
 * in kernel/kprobes.c, Linux 6.1 and 6.12, has one ops for all such probes). So
 * we stand in front of what arms probes, and claim the function there.
 */
#include <linux/kprobes.h>
#include <linux/livepatch.h>
#include <linux/static_call.h>

#include "direct.h"

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

	if (claim_say_klp(who, name, site->func->old_addr))
		return;
	if (claim_has_post_handler(site->ip))
		pr_err("kmend: %s: %s is taken by a kprobe with a post handler\n",
		       who, name);
}

/* Where a probe is, or will be; 0: not where ftrace has a say. */
static unsigned long claim_place(const struct kprobe *kp, bool registered)
{
	unsigned long addr = (unsigned long)kp->addr;

	if (!addr && kp->symbol_name)
		addr = kmend_symbol_addr(kp->symbol_name);
	if (addr && !registered)
		addr += kp->offset;
	return addr ? kmend_symbol_ftrace(addr) : 0;
}

/*
 * As in module.c, the call of the original is let through because it comes
 * from here, and so must not become a tail call.
 */
static int claim_arm(struct kprobe *kp, bool registered)
{
	unsigned long ip;
	int ret;

	kmend_redirect_enter();
	ip = kp->post_handler ? claim_place(kp, registered) : 0;
	if (ip)
		kmend_direct_claim(ip);
	ret = registered ? enable_kprobe(kp) : register_kprobe(kp);
	if (ip && ret == -EBUSY && kmend_redirect_has(ip))
		pr_warn("kmend: %ps is patched: a kprobe with a post handler cannot have it\n",
			(void *)ip);
	if (ip)
		kmend_direct_release();
	kmend_redirect_leave();
	return ret;
}

/* Context: may sleep. */
int notrace kmend_claim_register(struct kprobe *kp)
{
	return claim_arm(kp, false);
}

int notrace kmend_claim_enable(struct kprobe *kp)
{
	return claim_arm(kp, true);
}
