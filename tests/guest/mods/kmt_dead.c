// SPDX-License-Identifier: GPL-2.0
/* Makes ftrace what a fault of its own makes it: dead. */
#include <linux/kprobes.h>
#include <linux/module.h>

static int __init kmt_dead_init(void)
{
	struct kprobe kp = { .symbol_name = "ftrace_kill" };
	int ret = register_kprobe(&kp);
	void (*kill)(void) = (void *)kp.addr;

	if (ret)
		return ret;
	unregister_kprobe(&kp);
	kill();
	return 0;
}

static void __exit kmt_dead_exit(void)
{
}

module_init(kmt_dead_init);
module_exit(kmt_dead_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("a module for tests that kills ftrace");
