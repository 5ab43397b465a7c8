// SPDX-License-Identifier: GPL-2.0
/* fail - counts the steps that can fail, and makes one of them; debug only */
#include <linux/atomic.h>
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

static unsigned int fail_late;
module_param(fail_late, uint, 0644);
MODULE_PARM_DESC(fail_late, "how many stops from now on take too long");

/* Context: stopped machine, one CPU. */
bool kmend_fail_late(void)
{
	if (!fail_late)
		return false;
	fail_late--;
	return true;
}

static int fail_tramp;
module_param(fail_tramp, int, 0644);
MODULE_PARM_DESC(fail_tramp, "PID of a task that counts as in a trampoline");

/* Context: as kmend_scan_any(). */
bool kmend_fail_tramp(const struct task_struct *task)
{
	return fail_tramp && task->pid == READ_ONCE(fail_tramp);
}
