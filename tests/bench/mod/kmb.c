// SPDX-License-Identifier: GPL-2.0
/*
 * kmb - a module to be patched: one function that is called all the time, one
 * that somebody sleeps in, and a thousand
 *
 * /sys/module/kmb/parameters/: `calls` says what 100,000 calls of kmb_hot()
 * take, in ticks of the TSC (with -icount shift=0 these are instructions of
 * the guest), `empty` the same without a call, `timers` what it takes to start a
 * timer and stop it as often; `nap` sleeps until a signal,
 * `sum` calls all of the thousand, `passes` says how often ftrace went over
 * the text of the kernel to change it.
 */
#include <linux/init.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <asm/msr.h>

#include "thousand.h"

#define KMB_CALLS	100000

/* Own functions for whoever looks from outside; gcc must not see through. */
#define KMB_OWN		noinline __attribute__((noipa))

int kmb_hot(int i);
int kmb_nap(void);
int kmb_none(void);

KMB_OWN int kmb_hot(int i)
{
	return i + 1;
}

static DECLARE_WAIT_QUEUE_HEAD(kmb_queue);
static bool kmb_wake;

KMB_OWN int kmb_nap(void)
{
	return wait_event_interruptible(kmb_queue, READ_ONCE(kmb_wake));
}

KMB_OWN int kmb_none(void)
{
	return 0;
}

#define KMB_F(n)							\
	int kmb_##n(int i);						\
	KMB_OWN int kmb_##n(int i) { return i + n; }
#define KMB_CALL(n)	i = kmb_##n(i);
KMB_1000(KMB_F)

static int kmb_sum_get(char *buf, const struct kernel_param *kp)
{
	int i = 0;

	KMB_1000(KMB_CALL)
	return sprintf(buf, "%d\n", i);
}

/* The loop is the same for both, and nothing interrupts it. */
#define KMB_LOOP(call)							\
	u64 start;							\
	int i;								\
									\
	local_irq_disable();						\
	start = rdtsc_ordered();					\
	for (i = 0; i < KMB_CALLS; i++) {				\
		barrier();						\
		call;							\
	}								\
	start = rdtsc_ordered() - start;				\
	local_irq_enable();						\
	return sprintf(buf, "%llu\n", start)

static int kmb_calls_get(char *buf, const struct kernel_param *kp)
{
	KMB_LOOP(kmb_hot(1));
}

static int kmb_empty_get(char *buf, const struct kernel_param *kp)
{
	KMB_LOOP(barrier());
}

static void kmb_timer_fn(struct timer_list *timer)
{
}

static DEFINE_TIMER(kmb_timer, kmb_timer_fn);

static int kmb_timers_get(char *buf, const struct kernel_param *kp)
{
	KMB_LOOP(({ mod_timer(&kmb_timer, jiffies + HZ);
		    del_timer(&kmb_timer); }));
}

static int kmb_nap_get(char *buf, const struct kernel_param *kp)
{
	kmb_none();
	return kmb_nap() ?: sprintf(buf, "awake\n");
}

static unsigned int kmb_passes;

static int kmb_pass(struct kprobe *probe, struct pt_regs *regs)
{
	kmb_passes++;
	return 0;
}

static struct kprobe kmb_probe = {
	.symbol_name = "ftrace_replace_code",
	.pre_handler = kmb_pass,
};

static const struct kernel_param_ops kmb_calls = { .get = kmb_calls_get };
static const struct kernel_param_ops kmb_empty = { .get = kmb_empty_get };
static const struct kernel_param_ops kmb_timers = { .get = kmb_timers_get };
static const struct kernel_param_ops kmb_sum = { .get = kmb_sum_get };
static const struct kernel_param_ops kmb_sleep = { .get = kmb_nap_get };
module_param_cb(calls, &kmb_calls, NULL, 0444);
module_param_cb(empty, &kmb_empty, NULL, 0444);
module_param_cb(timers, &kmb_timers, NULL, 0444);
module_param_cb(sum, &kmb_sum, NULL, 0444);
module_param_cb(nap, &kmb_sleep, NULL, 0444);
module_param_named(passes, kmb_passes, uint, 0444);

static int __init kmb_init(void)
{
	return register_kprobe(&kmb_probe);
}

static void __exit kmb_exit(void)
{
	unregister_kprobe(&kmb_probe);
}

module_init(kmb_init);
module_exit(kmb_exit);
MODULE_LICENSE("GPL");
