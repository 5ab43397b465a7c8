// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_probe - a kprobe with a post handler, at SYMBOL + OFFSET
 *
 * At the first instruction such a probe claims the function for itself, since
 * its handlers may change where the CPU goes. OTHER gets one before that, so
 * that SYMBOL's is not the first of its kind; with LATE=1 SYMBOL's is registered
 * disabled, and then enabled.
 */
#include <linux/init.h>
#include <linux/kprobes.h>
#include <linux/module.h>

static char *symbol, *other;
static unsigned int offset, hits;
static bool late;
module_param(symbol, charp, 0);
module_param(other, charp, 0);
module_param(late, bool, 0);
module_param(offset, uint, 0);
module_param(hits, uint, 0444);

static void probe_post(struct kprobe *kp, struct pt_regs *regs,
		       unsigned long flags)
{
	hits++;
}

static struct kprobe probe = { .post_handler = probe_post };
static struct kprobe probe_other = { .post_handler = probe_post };

static int probe_symbol(void)
{
	int ret;

	probe.symbol_name = symbol;
	probe.offset = offset;
	probe.flags = late ? KPROBE_FLAG_DISABLED : 0;
	ret = register_kprobe(&probe);
	if (ret || !late)
		return ret;
	ret = enable_kprobe(&probe);
	if (ret)
		unregister_kprobe(&probe);
	return ret;
}

static int __init probe_init(void)
{
	int ret = 0;

	probe_other.symbol_name = other;
	if (other)
		ret = register_kprobe(&probe_other);
	if (ret)
		return ret;
	ret = probe_symbol();
	if (ret && other)
		unregister_kprobe(&probe_other);
	return ret;
}

static void __exit probe_exit(void)
{
	unregister_kprobe(&probe);
	if (other)
		unregister_kprobe(&probe_other);
}

module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
