// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks of a module that comes and goes, and of the kernel itself
 *
 * The second pre hook refuses if the parameter `veto` says so. What is attached
 * to a variable of the module is left for the core to clean up.
 */
#include <linux/irqflags.h>
#include <kmend/shadow.h>

#include "hand.h"

#define SHADOW_ID	0x7007

static bool veto;
module_param(veto, bool, 0644);
static int stopped;

HAND_BEGIN("kmt-hook", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);
HAND_SYMBOL("kmt_a", "kmt_key", 0);

HAND_NEW hook_value(void)
{
	return 44;
}

HAND_NEW hook_kernel_pre(void)
{
	pr_info("hook: kernel pre patch\n");
	return 0;
}
HAND_HOOK("vmlinux", hook_kernel_pre, 0);

HAND_NEW hook_pre(void)
{
	stopped = 0;
	pr_info("hook: pre patch\n");
	return 0;
}
HAND_HOOK("kmt_a", hook_pre, 0);

HAND_NEW hook_post_unpatch(void)
{
	pr_info("hook: post unpatch, stopped %d\n", stopped);
	return 0;
}
HAND_HOOK("kmt_a", hook_post_unpatch, 5);

HAND_NEW hook_pre_second(void)
{
	pr_info("hook: second pre patch\n");
	return veto ? -EPERM : 0;
}
HAND_HOOK("kmt_a", hook_pre_second, 0);

HAND_NEW hook_atomic(void)
{
	stopped = irqs_disabled() ? 1 : -1;
	return 0;
}
HAND_HOOK("kmt_a", hook_atomic, 1);

HAND_NEW hook_post(void)
{
	void *obj = HAND_ADDR(1);
	bool old = kmend_shadow_get(obj, SHADOW_ID);

	kmend_shadow_attach(obj, SHADOW_ID, 8, GFP_KERNEL, NULL, NULL);
	pr_info("hook: post patch, stopped %d, shadow %d\n", stopped, old);
	return 0;
}
HAND_HOOK("kmt_a", hook_post, 2);

HAND_NEW hook_pre_unpatch(void)
{
	pr_info("hook: pre unpatch\n");
	return veto ? -EPERM : 0;
}
HAND_HOOK("kmt_a", hook_pre_unpatch, 3);

HAND_NEW hook_atomic_unpatch(void)
{
	stopped = irqs_disabled() ? 2 : -1;
	return 0;
}
HAND_HOOK("kmt_a", hook_atomic_unpatch, 4);

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, hook_value);
HAND_END;
