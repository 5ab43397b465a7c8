// SPDX-License-Identifier: GPL-2.0
/* fail - counts the steps that can fail, and makes one of them; debug only */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/moduleparam.h>

#include "core.h"
#include "fail.h"

static unsigned int fail_at;	/* 0: none */
static atomic_t fail_seen = ATOMIC_INIT(0);

/* Counting begins anew. */
static int fail_at_set(const char *val, const struct kernel_param *kp)
{
	atomic_set(&fail_seen, 0);
	return param_set_uint(val, kp);
}

static const struct kernel_param_ops fail_at_ops = {
	.set = fail_at_set,
	.get = param_get_uint,
};
module_param_cb(fail_at, &fail_at_ops, &fail_at, 0644);
MODULE_PARM_DESC(fail_at, "the step from now on that fails, counted from 1");

bool kmend_fail_point(const char *step)
{
	if (atomic_inc_return(&fail_seen) != READ_ONCE(fail_at))
		return false;
	pr_info("kmend: made to fail: %s\n", step);
	return true;
}

/* One of the next *@left that are to fail? */
static bool fail_next(unsigned int *left)
{
	if (!*left)
		return false;
	--*left;
	return true;
}

static unsigned int fail_late;
module_param(fail_late, uint, 0644);
MODULE_PARM_DESC(fail_late, "how many stops from now on take too long");

/* Context: stopped machine, one CPU. */
bool kmend_fail_late(void)
{
	return fail_next(&fail_late);
}

static unsigned int fail_crowd;
module_param(fail_crowd, uint, 0644);
MODULE_PARM_DESC(fail_crowd, "how many stops from now on find a crowd");

/* Context: kmend_lock held. */
bool kmend_fail_crowd(void)
{
	return fail_next(&fail_crowd);
}

static int fail_tramp;
module_param(fail_tramp, int, 0644);
MODULE_PARM_DESC(fail_tramp, "PID of a task that counts as in a trampoline");

/* Context: as kmend_scan_any(). */
bool kmend_fail_tramp(const struct task_struct *task)
{
	return fail_tramp && task->pid == READ_ONCE(fail_tramp);
}

static unsigned int fail_slow;
module_param(fail_slow, uint, 0644);
MODULE_PARM_DESC(fail_slow, "how long the unwinder is kept waiting, in us");

/* Context: any, the stopped machine too. */
void kmend_fail_slow(void)
{
	udelay(READ_ONCE(fail_slow));
}

static atomic_t seen_tramp = ATOMIC_INIT(0);

static int seen_tramp_get(char *buf, const struct kernel_param *kp)
{
	return sprintf(buf, "%d\n", atomic_read(&seen_tramp));
}

static const struct kernel_param_ops seen_tramp_ops = {
	.get = seen_tramp_get,
};
module_param_cb(seen_tramp, &seen_tramp_ops, NULL, 0444);
MODULE_PARM_DESC(seen_tramp, "how often a task was seen in a trampoline");

/* What a look at a stack came to. Context: any, the stopped machine too. */
void kmend_fail_saw(unsigned int reason)
{
	if (reason == KMEND_TRAMPOLINE)
		atomic_inc(&seen_tramp);
}

static unsigned int fail_note;
module_param(fail_note, uint, 0644);
MODULE_PARM_DESC(fail_note, "how many tasks that die cannot be noted");

/* Context: interrupts are off; the lock of the notes is held. */
bool kmend_fail_note(void)
{
	return fail_next(&fail_note);
}
