// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_busy - a thread that never leaves a function, nor sleeps there for long
 *
 * @how: "pointer": busy_pointer() calls through a pointer all the time;
 *       "traced":  busy_traced() calls busy_leaf(), which may be traced;
 *       "probed":  busy_probed() has a kprobe that the kernel optimizes.
 * It is in there until `done` is set; `left` is how often it came out.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/string.h>

static char *how = "traced";
module_param(how, charp, 0444);
static bool done;
module_param(done, bool, 0644);
static unsigned long count;
module_param(count, ulong, 0444);
static unsigned int left;
module_param(left, uint, 0444);

static struct task_struct *busy_thread;

static __attribute__((noipa)) void busy_leaf(void)
{
	WRITE_ONCE(count, count + 1);
}

static void (*busy_fn)(void) = busy_leaf;

/* RCU's tasks flavour waits for a task that never gives up its CPU. */
static __attribute__((noipa)) void busy_rest(unsigned int n)
{
	if (!(n & 0x3ffff))
		schedule_timeout_uninterruptible(1);
}

static __attribute__((noipa)) void busy_pointer(void)
{
	unsigned int n;

	for (n = 1; !READ_ONCE(done); n++) {
		READ_ONCE(busy_fn)();
		busy_rest(n);
	}
}

static __attribute__((noipa)) void busy_traced(void)
{
	unsigned int n;

	for (n = 1; !READ_ONCE(done); n++) {
		busy_leaf();
		busy_rest(n << 4);
	}
}

/* An instruction that is long enough for the jump of an optimized kprobe. */
static unsigned long busy_place;

static __attribute__((noipa)) void busy_probed(void)
{
	unsigned int n;

	for (n = 1; !READ_ONCE(done); n++) {
		unsigned long at;

		asm volatile("1: movabs $1b, %0" : "=r" (at));
		WRITE_ONCE(busy_place, at);
		busy_rest(n << 4);
	}
}

static int busy_hit(struct kprobe *kp, struct pt_regs *regs)
{
	WRITE_ONCE(count, count + 1);
	return 0;
}

static struct kprobe busy_kprobe = { .pre_handler = busy_hit };

static int busy_main(void *unused)
{
	if (!strcmp(how, "pointer"))
		busy_pointer();
	else if (!strcmp(how, "probed"))
		busy_probed();
	else
		busy_traced();
	left++;
	while (!kthread_should_stop())
		msleep(20);
	return 0;
}

static int __init busy_init(void)
{
	int ret = 0;

	busy_thread = kthread_run(busy_main, NULL, "kmt_busy");
	if (IS_ERR(busy_thread) || strcmp(how, "probed"))
		return PTR_ERR_OR_ZERO(busy_thread);
	while (!READ_ONCE(busy_place))
		msleep(20);
	busy_kprobe.addr = (void *)busy_place;
	ret = register_kprobe(&busy_kprobe);
	if (ret) {
		WRITE_ONCE(done, true);
		kthread_stop(busy_thread);
	}
	return ret;
}

static void __exit busy_exit(void)
{
	if (busy_kprobe.addr)
		unregister_kprobe(&busy_kprobe);
	WRITE_ONCE(done, true);
	kthread_stop(busy_thread);
}

module_init(busy_init);
module_exit(busy_exit);
MODULE_LICENSE("GPL");
