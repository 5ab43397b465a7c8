// SPDX-License-Identifier: GPL-2.0
/*
 * nudge - make those who are inside leave
 *
 * A user task is sent round by the boundary to user mode: task work wakes it
 * as a signal would, the system call is left, and begins again. Most calls do
 * that by themselves (-ERESTART...); some say -EINTR, which nobody asked for:
 * there we begin again in their place. Only calls that lose nothing by that are
 * woken (nudge_call.c); others leave when they are ready.
 *
 * A kernel thread that waits for something to do is woken, and looks again.
 *
 * Who is in the way of an atomic switch would be inside again before the next
 * attempt, so he is held at the boundary until that is over, or a signal comes.
 * He holds no lock there, and has not begun what he will do next.
 */
#include <linux/hashtable.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/task_work.h>
#include <linux/wait.h>
#include <asm/syscall.h>

#include "compat.h"
#include "core.h"

#define NUDGE_HOLD_MAX_MS	2000	/* at the boundary, whatever happens */

/* On its way to a task; @task is compared, and never looked at. */
struct nudge {
	struct callback_head work;
	struct hlist_node node;
	const struct task_struct *task;
};

static DEFINE_HASHTABLE(nudge_pending, 8);
static DEFINE_SPINLOCK(nudge_lock);		/* nudge_pending */

static bool nudge_holds;
static atomic_t nudge_held;
static DECLARE_WAIT_QUEUE_HEAD(nudge_gate);	/* those who are held */
static DECLARE_WAIT_QUEUE_HEAD(nudge_arrival);	/* the one who switches */

/* A task that may be dead, and have no stack any more. */
static bool nudge_can_restart(struct task_struct *task)
{
	bool ret;

	if (!try_get_task_stack(task))
		return false;
	ret = nudge_call_fits(task, task_pt_regs(task));
	kmend_symbol_put_stack(task);
	return ret;
}

/*
 * If the call was interrupted by nothing but us, it begins again. A signal
 * that comes later finds a call that has not begun.
 */
static void nudge_restart(struct pt_regs *regs)
{
	if (task_sigpending(current) || !nudge_call_restarts(regs))
		return;
	regs->ax = regs->orig_ax;
	regs->ip -= 2;		/* the length of SYSCALL */
}

/* An attempt of an atomic switch is about to be made: stay out of its way. */
static void nudge_hold(void)
{
	if (!READ_ONCE(nudge_holds) || (current->flags & PF_EXITING))
		return;
	atomic_inc(&nudge_held);
	wake_up(&nudge_arrival);
	wait_event_interruptible_timeout(nudge_gate, !READ_ONCE(nudge_holds),
					 msecs_to_jiffies(NUDGE_HOLD_MAX_MS));
}

/*
 * The boundary to user mode; interrupts are on, and we may sleep. io_uring also
 * runs task work while it waits: there is nothing to restart there, and the
 * stack is looked at.
 */
static void nudge_run(struct callback_head *work)
{
	struct nudge *nudge = container_of(work, struct nudge, work);

	spin_lock(&nudge_lock);
	hash_del(&nudge->node);
	spin_unlock(&nudge_lock);
	kfree(nudge);
	nudge_hold();
	nudge_restart(current_pt_regs());
	kmend_straggler_leave();
	module_put(THIS_MODULE);
}

/* The one that is on its way to this task. Context: nudge_lock held. */
static struct nudge *nudge_find(const struct task_struct *task)
{
	struct nudge *nudge;

	hash_for_each_possible(nudge_pending, nudge, node, (unsigned long)task)
		if (nudge->task == task)
			return nudge;
	return NULL;
}

/* Those that work for a user in the kernel only have no way to user mode. */
static bool nudge_is_user(const struct task_struct *task)
{
	return !(task->flags & (PF_KTHREAD | PF_IO_WORKER | PF_USER_WORKER)) &&
	       READ_ONCE(task->mm);
}

/* Have a task come to nudge_run() when it leaves; once. */
static void nudge_send(struct task_struct *task)
{
	struct nudge *nudge = kmalloc(sizeof(*nudge), GFP_KERNEL);
	bool found;

	if (!nudge)
		return;
	nudge->task = task;
	init_task_work(&nudge->work, nudge_run);
	spin_lock(&nudge_lock);
	found = nudge_find(task);
	if (!found)
		hash_add(nudge_pending, &nudge->node, (unsigned long)task);
	spin_unlock(&nudge_lock);
	if (found) {
		kfree(nudge);
		return;
	}
	__module_get(THIS_MODULE);
	if (!task_work_add(task, &nudge->work, TWA_RESUME))
		return;
	spin_lock(&nudge_lock);		/* it is about to die */
	hash_del(&nudge->node);
	spin_unlock(&nudge_lock);
	module_put(THIS_MODULE);
	kfree(nudge);
}

/*
 * Wake a task that sleeps in a call which may be interrupted. While its nudge
 * is pending and we hold the lock, it cannot get past nudge_run(), so it cannot
 * be in another call by the time it is woken. One that runs may have got past
 * the last look at its flags before the nudge was sent: it is left alone. The
 * current task is in a call of ours, which begins again while it only waits.
 *
 * Return: true if it was woken, and will come.
 */
static bool nudge_wake(struct task_struct *task)
{
	bool ret;

	spin_lock(&nudge_lock);
	ret = nudge_find(task) &&
	      (task == current ||
	       (!smp_load_acquire(&task->on_cpu) &&
		(READ_ONCE(task->__state) & TASK_INTERRUPTIBLE) &&
		nudge_can_restart(task)));
	if (ret)
		kmend_symbol_notify(task);
	spin_unlock(&nudge_lock);
	return ret;
}

/* Return: true if the task was woken, and will come. */
static bool nudge_user(struct kmend_straggler *s)
{
	if (!s->nudged)
		nudge_send(s->task);
	s->nudged = true;
	return nudge_wake(s->task);
}

/*
 * kmend_nudge() - ask all in the set to leave
 *
 * Context: may sleep; kmend_lock held. The current task may be in the set: then
 * what it waits for is interrupted, and its call begins again.
 * Return: how many user tasks were woken.
 */
unsigned int kmend_nudge(struct kmend_stragglers *set)
{
	struct kmend_straggler *s;
	unsigned int i = 0, n = 0;

	while ((s = kmend_stragglers_next(set, &i))) {
		if (s->task->flags & PF_KTHREAD) {
			kmend_symbol_wake(s->task);
		} else if (nudge_is_user(s->task)) {
			n += nudge_user(s);
		}
		if (i % 64 == 0)
			cond_resched();
	}
	return n;
}

/* Is there a user task that cannot be made to leave now? */
static bool nudge_is_vain(struct kmend_stragglers *set)
{
	struct kmend_straggler *s;
	unsigned int i = 0;

	while ((s = kmend_stragglers_next(set, &i)))
		if (nudge_is_user(s->task) && (s->task == current ||
					       !nudge_can_restart(s->task)))
			return true;
	return false;
}

/*
 * kmend_nudge_hold() - have all in the set leave, and hold them
 * @ms: how long to wait for them at most
 *
 * Nobody is disturbed if one of them would be in the way nevertheless.
 *
 * Context: as kmend_nudge(). kmend_nudge_release() must follow.
 */
void kmend_nudge_hold(struct kmend_stragglers *set, unsigned int ms)
{
	unsigned int n;

	if (nudge_is_vain(set))
		return;
	atomic_set(&nudge_held, 0);
	WRITE_ONCE(nudge_holds, true);
	n = kmend_nudge(set);
	wait_event_interruptible_timeout(nudge_arrival,
					 atomic_read(&nudge_held) >= n,
					 msecs_to_jiffies(ms) + 1);
}

/* The inverse; also if there was no hold. */
void kmend_nudge_release(void)
{
	WRITE_ONCE(nudge_holds, false);
	wake_up_all(&nudge_gate);
}
