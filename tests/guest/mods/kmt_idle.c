// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_idle - a kernel thread that plays idle, as those do that cool a CPU
 *
 * It is in idle_play() until the parameter `done` is set, most of the time on
 * CPU 0, with PF_IDLE.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *idle_thread;
static bool done;
module_param(done, bool, 0644);

/* Four fifths of the time, so that real-time tasks are not throttled. */
static __attribute__((noipa)) void idle_play(void)
{
	while (!READ_ONCE(done)) {
		play_idle_precise(100 * NSEC_PER_MSEC, U64_MAX);
		msleep(20);
	}
}

static int idle_fn(void *unused)
{
	sched_set_fifo_low(current);
	idle_play();
	while (!kthread_should_stop())
		msleep(20);
	return 0;
}

static int __init idle_init(void)
{
	idle_thread = kthread_create(idle_fn, NULL, "kmt_idle");
	if (IS_ERR(idle_thread))
		return PTR_ERR(idle_thread);
	kthread_bind(idle_thread, 0);
	wake_up_process(idle_thread);
	return 0;
}

static void __exit idle_exit(void)
{
	WRITE_ONCE(done, true);
	kthread_stop(idle_thread);
}

module_init(idle_init);
module_exit(idle_exit);
MODULE_LICENSE("GPL");
