// SPDX-License-Identifier: GPL-2.0
/*
 * dying - tasks that have begun to end
 *
 * release_task() takes a task off the PID table, which the survey goes by, and
 * off the list of tasks. A thread does that for itself (exit_notify()), runs on
 * in the kernel until its last schedule(), and may sleep or be preempted on the
 * way. So each task that ends is noted before that, and struck off when its
 * task_struct is about to be freed. That comes after the last schedule() and
 * after the release (delayed_put_task_struct() in kernel/exit.c, Linux 6.1 and
 * 6.12).
 *
 * Who was past the first place when the core came is still in the PID table,
 * and noted from there, or is waited for: RCU's tasks flavour waits for who was
 * preempted behind exit_notify() (in Linux 6.12 not for who sleeps there). The
 * same is done when there was no memory for a note.
 *
 * A note is an entry of an xarray, by the address of the task. It pins nothing:
 * under the lock, what is noted has not been freed.
 */
#include <linux/completion.h>
#include <linux/idr.h>
#include <linux/jiffies.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched/task.h>
#include <linux/tracepoint.h>
#include <linux/xarray.h>

#include "compat.h"
#include "core.h"
#include "fail.h"

/* A kernel thread that never sleeps makes RCU wait for ever. */
#define DYING_WAIT_MS	2000

static DEFINE_XARRAY_FLAGS(dying_tasks, XA_FLAGS_LOCK_IRQ);
static struct tracepoint *dying_exit, *dying_free;
static bool dying_missed;

/* Waiting for those who were missed; kmend_lock. */
static struct rcu_head dying_head;
static DECLARE_COMPLETION(dying_over);
static bool dying_waits, dying_late;
static unsigned long dying_until;	/* jiffies */

static unsigned long dying_index(const struct task_struct *task)
{
	return (unsigned long)task / __alignof__(*task);
}

/* Interrupts are off under the lock: what has been freed is struck off there */
static void dying_note(struct task_struct *task)
{
	unsigned long flags;
	void *old;

	xa_lock_irqsave(&dying_tasks, flags);
	old = kmend_fail_note() ? XA_ERROR(-ENOMEM) :
	      __xa_store(&dying_tasks, dying_index(task), task,
			 GFP_ATOMIC | __GFP_NOWARN);
	xa_unlock_irqrestore(&dying_tasks, flags);
	if (xa_is_err(old))
		WRITE_ONCE(dying_missed, true);
}

/* Context: of the task, which cannot be preempted here. */
static void dying_begins(void *data, struct task_struct *task)
{
	dying_note(task);
}

/* Context: an RCU callback. */
static void dying_ended(void *data, struct task_struct *task)
{
	unsigned long flags;

	xa_lock_irqsave(&dying_tasks, flags);
	__xa_erase(&dying_tasks, dying_index(task));
	xa_unlock_irqrestore(&dying_tasks, flags);
}

/*
 * Those that have begun already. Who is found here was not released before the
 * RCU read side began, so dying_ended() will come for him after it has ended.
 */
static void dying_find(void)
{
	struct task_struct *task;
	struct pid *p;
	int pid = 1;

	for (;; pid++) {
		rcu_read_lock();
		p = idr_get_next(&init_pid_ns.idr, &pid);
		task = p ? pid_task(p, PIDTYPE_PID) : NULL;
		if (task && (READ_ONCE(task->flags) & PF_EXITING))
			dying_note(task);
		rcu_read_unlock();
		if (!p)
			return;
		cond_resched();
	}
}

static void dying_passed(struct rcu_head *head)
{
	complete(&dying_over);
}

static void dying_start(void)
{
	dying_waits = true;
	dying_late = false;
	dying_until = jiffies + msecs_to_jiffies(DYING_WAIT_MS);
	reinit_completion(&dying_over);
	call_rcu_tasks(&dying_head, dying_passed);
}

static void dying_point(struct tracepoint *tp, void *data)
{
	if (!strcmp(tp->name, "sched_process_exit"))
		dying_exit = tp;
	else if (!strcmp(tp->name, "sched_process_free"))
		dying_free = tp;
}

/* Context: may sleep. Return: 0 or -errno, with a line in the log. */
int kmend_dying_init(void)
{
	int ret = -ENOENT;

	for_each_kernel_tracepoint(dying_point, NULL);
	if (dying_exit && dying_free)
		ret = tracepoint_probe_register(dying_free, dying_ended, NULL);
	if (ret) {
		pr_err("kmend: tasks that end cannot be watched: error %d\n",
		       ret);
		return ret;
	}
	ret = tracepoint_probe_register(dying_exit, dying_begins, NULL);
	if (ret) {
		tracepoint_probe_unregister(dying_free, dying_ended, NULL);
		tracepoint_synchronize_unregister();
		return ret;
	}
	dying_find();
	dying_start();
	return 0;
}

/* The inverse; no switch is under way. */
void kmend_dying_deinit(void)
{
	tracepoint_probe_unregister(dying_exit, dying_begins, NULL);
	tracepoint_probe_unregister(dying_free, dying_ended, NULL);
	tracepoint_synchronize_unregister();
	rcu_barrier_tasks();
	xa_destroy(&dying_tasks);
}

/*
 * kmend_dying_wait() - until all who were dying and not noted are dead
 *
 * If that takes too long, what they may be inside of is not seen; nobody else
 * is held up for them, and none of the next switches either.
 *
 * Context: may sleep; kmend_lock held.
 */
void kmend_dying_wait(void)
{
	long left;

	if (!dying_waits && xchg(&dying_missed, false))
		dying_start();
	if (!dying_waits)
		return;
	left = dying_until - jiffies;
	if (wait_for_completion_timeout(&dying_over, max(left, 0L))) {
		dying_waits = false;
	} else if (!dying_late) {
		dying_late = true;
		pr_info("kmend: tasks that were dying may not be dead yet\n");
	}
}

/* There was no room for a note. Context: any. */
bool kmend_dying_missed(void)
{
	return READ_ONCE(dying_missed);
}

/*
 * kmend_dying_stopped() - the first task from @index on that is dying, or NULL
 * Context: stopped machine, where nobody changes the notes.
 */
struct task_struct *kmend_dying_stopped(unsigned long *index)
{
	struct task_struct *task;

	task = xa_find(&dying_tasks, index, ULONG_MAX, XA_PRESENT);
	++*index;
	return task;
}

/* The same while the machine runs. Return: a task that the caller must put. */
struct task_struct *kmend_dying_get(unsigned long *index)
{
	struct task_struct *task;
	unsigned long flags;

	xa_lock_irqsave(&dying_tasks, flags);
	task = kmend_dying_stopped(index);
	if (task)
		get_task_struct(task);
	xa_unlock_irqrestore(&dying_tasks, flags);
	return task;
}
