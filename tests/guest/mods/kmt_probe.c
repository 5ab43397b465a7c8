// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_probe - a kprobe with a post handler, at SYMBOL + OFFSET
 *
 * At the first instruction such a probe claims the function for itself, since
 * its handlers may change where the CPU goes.
 */
#include <linux/init.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static char *symbol;
static unsigned int offset, hits;
module_param(symbol, charp, 0);
module_param(offset, uint, 0);
module_param(hits, uint, 0444);

static void probe_post(struct kprobe *kp, struct pt_regs *regs,
		       unsigned long flags)
{
	hits++;
}

static struct kprobe probe = { .post_handler = probe_post };

static int __init probe_init(void)
{
	probe.symbol_name = symbol;
	probe.offset = offset;
	return register_kprobe(&probe);
}

static void __exit probe_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
