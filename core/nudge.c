// SPDX-License-Identifier: GPL-2.0
/*
 * nudge - make those who are inside leave
 *
 * A user task is sent round by the boundary to user mode: task work wakes it
 * as a signal would, the system call is left, and begins again. Most calls do
 * that by themselves (-ERESTART...); some say -EINTR, which nobody asked for:
 * there we begin again in their place. Only calls of which both is known to
 * be harmless are woken; others leave when they are ready.
 *
 * A kernel thread that waits for something to do is woken, and looks again.
 */
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/task_work.h>
#include <linux/workqueue.h>
#include <asm/syscall.h>
#include <asm/unistd.h>

#include "core.h"

/* Nothing was done yet when one of these is interrupted. */
static const unsigned short nudge_calls[] = {
	__NR_read, __NR_write, __NR_readv, __NR_writev, __NR_pread64,
	__NR_pwrite64, __NR_poll, __NR_ppoll, __NR_select, __NR_pselect6,
	__NR_nanosleep, __NR_clock_nanosleep, __NR_futex, __NR_wait4,
	__NR_waitid, __NR_pause, __NR_open, __NR_openat, __NR_openat2,
	__NR_flock, __NR_fcntl, __NR_accept, __NR_accept4, __NR_recvfrom,
	__NR_recvmsg, __NR_recvmmsg, __NR_sendto, __NR_sendmsg,
	__NR_epoll_wait, __NR_epoll_pwait, __NR_epoll_pwait2, __NR_semop,
	__NR_semtimedop, __NR_msgsnd, __NR_msgrcv, __NR_rt_sigtimedwait,
	__NR_rt_sigsuspend, __NR_io_getevents, __NR_io_pgetevents,
	__NR_io_uring_enter, __NR_restart_syscall,
};

static bool nudge_can_restart(const struct task_struct *task,
			      const struct pt_regs *regs)
{
	unsigned long nr = READ_ONCE(regs->orig_ax);
	unsigned int i;

	if (task_thread_info(task)->status & TS_COMPAT)
		return false;
	for (i = 0; i < ARRAY_SIZE(nudge_calls); i++)
		if (nr == nudge_calls[i])
			return true;
	return false;
}

/*
 * If the call was interrupted by nothing but us, it begins again. A signal
 * that comes later finds a call that has not begun.
 */
static void nudge_restart(struct pt_regs *regs)
{
	if ((long)regs->ax != -EINTR || task_sigpending(current) ||
	    !nudge_can_restart(current, regs))
		return;
	regs->ax = regs->orig_ax;
	regs->ip -= 2;		/* the length of SYSCALL */
}

/* The boundary to user mode; interrupts are on, and we may sleep. */
static void nudge_run(struct callback_head *work)
{
	kfree(work);
	nudge_restart(current_pt_regs());
	kmend_straggler_leave();
	module_put(THIS_MODULE);
}

static void nudge_user(struct kmend_straggler *s)
{
	struct callback_head *work = kmalloc(sizeof(*work), GFP_KERNEL);
	bool wake = nudge_can_restart(s->task, task_pt_regs(s->task));

	if (!work)
		return;
	init_task_work(work, nudge_run);
	__module_get(THIS_MODULE);
	s->nudged = true;
	if (task_work_add(s->task, work, wake ? TWA_SIGNAL : TWA_RESUME)) {
		module_put(THIS_MODULE);	/* it is about to die */
		kfree(work);
	}
}

/*
 * kmend_nudge() - ask all in the set to leave
 *
 * Context: may sleep; kmend_lock held.
 */
void kmend_nudge(struct kmend_stragglers *set)
{
	struct kmend_straggler *s;
	unsigned int i = 0;

	while ((s = kmend_stragglers_next(set, &i))) {
		if (s->task->flags & PF_KTHREAD)
			kmend_symbol_wake(s->task);
		else if (!s->nudged && s->task->mm &&
			 !(s->task->flags & PF_IO_WORKER))
			nudge_user(s);
		if (i % 64 == 0)
			cond_resched();
	}
}
