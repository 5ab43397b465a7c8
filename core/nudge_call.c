// SPDX-License-Identifier: GPL-2.0
/*
 * nudge_call - which system calls may be interrupted, and begin again
 *
 * A task whose call begins again must see what it would see if it had made the
 * call a little later, and nothing else. So:
 *
 * - When the call waits, it has done nothing yet: no byte was transferred, or
 *   what was transferred would have ended the call.
 * - It does not wait longer than it was asked to: it has no timeout, or one
 *   that the kernel keeps when the call begins again (restart_syscall()).
 * - It leaves nothing behind in memory of the task.
 *
 * So no call that writes or sends is here: what is interrupted in the middle
 * says how far it came. Neither is what may be done by a program, as files of
 * FUSE are, nor what asks a driver that we do not know. The kernel's own code
 * was read for each row, in Linux 6.1 and 6.12.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/futex.h>
#include <linux/net.h>
#include <linux/seccomp.h>
#include <linux/tcp.h>
#include <net/sock.h>
#include <asm/unistd.h>

/* A call, where it was made, with arguments as the task passed them. */
struct nudge_look {
	struct task_struct *task;
	unsigned long nr, arg[6];
};

struct nudge_file {
	unsigned int fd;
	const struct nudge_look *look;
	bool (*fits)(const struct nudge_look *look, struct file *file);
};

/* The first file from that number on, which may be another one. */
static int nudge_file_visit(const void *data, struct file *file,
			    unsigned int fd)
{
	const struct nudge_file *f = data;

	return fd == f->fd && f->fits(f->look, file) ? 1 : -1;
}

/* Does the file fit that the first argument is a number of? */
static bool nudge_file(const struct nudge_look *look,
		       bool (*fits)(const struct nudge_look *look,
				    struct file *file))
{
	struct nudge_file f = { look->arg[0], look, fits };
	bool ret;

	task_lock(look->task);
	ret = look->task->files &&
	      iterate_fd(look->task->files, f.fd, nudge_file_visit, &f) == 1;
	task_unlock(look->task);
	return ret;
}

/*
 * A socket that waits for ever, and for the first byte. Families and types
 * whose code was read: others may have their own ideas.
 */
static bool nudge_is_patient(struct file *file)
{
	struct socket *sock = sock_from_file(file);
	const struct sock *sk = sock ? READ_ONCE(sock->sk) : NULL;

	return sk && (sk->sk_family == AF_UNIX || sk->sk_family == AF_INET ||
		      sk->sk_family == AF_INET6) &&
	       READ_ONCE(sk->sk_rcvtimeo) == MAX_SCHEDULE_TIMEOUT &&
	       READ_ONCE(sk->sk_rcvlowat) <= 1;
}

static bool nudge_file_read(const struct nudge_look *look, struct file *file)
{
	return S_ISFIFO(file_inode(file)->i_mode) || nudge_is_patient(file);
}

static bool nudge_file_accept(const struct nudge_look *look,
			      struct file *file)
{
	return nudge_is_patient(file);
}

/* Who must be asked whether there is a lock: nobody but the kernel? */
static bool nudge_file_flock(const struct nudge_look *look, struct file *file)
{
	return !file->f_op->flock;
}

static bool nudge_file_lock(const struct nudge_look *look, struct file *file)
{
	return !file->f_op->lock;
}

static bool nudge_read(const struct nudge_look *look)
{
	return nudge_file(look, nudge_file_read);
}

static bool nudge_accept(const struct nudge_look *look)
{
	return nudge_file(look, nudge_file_accept);
}

/* MSG_WAITALL goes on until all is there. */
static bool nudge_recvfrom(const struct nudge_look *look)
{
	return !(look->arg[3] & MSG_WAITALL) && nudge_accept(look);
}

static bool nudge_recvmsg(const struct nudge_look *look)
{
	return !(look->arg[2] & MSG_WAITALL) && nudge_accept(look);
}

static bool nudge_flock(const struct nudge_look *look)
{
	return nudge_file(look, nudge_file_flock);
}

static bool nudge_fcntl(const struct nudge_look *look)
{
	return (look->arg[1] == F_SETLKW || look->arg[1] == F_OFD_SETLKW) &&
	       nudge_file(look, nudge_file_lock);
}

/* No timeout, in that argument. */
static bool nudge_no_arg2(const struct nudge_look *look)
{
	return !look->arg[2];
}

static bool nudge_no_arg3(const struct nudge_look *look)
{
	return !look->arg[3];
}

static bool nudge_no_arg4(const struct nudge_look *look)
{
	return !look->arg[4];
}

static bool nudge_epoll(const struct nudge_look *look)
{
	return (int)look->arg[3] < 0;
}

/* It would write how much time is left. */
static bool nudge_nanosleep(const struct nudge_look *look)
{
	return !look->arg[1];
}

static bool nudge_clock_nanosleep(const struct nudge_look *look)
{
	return (look->arg[1] & TIMER_ABSTIME) || !look->arg[3];
}

/* The value is compared again. What was requeued cannot begin again. */
static bool nudge_futex(const struct nudge_look *look)
{
	int op = look->arg[1] & FUTEX_CMD_MASK;

	return op == FUTEX_WAIT || op == FUTEX_WAIT_BITSET ||
	       op == FUTEX_LOCK_PI || op == FUTEX_LOCK_PI2;
}

/* Does a task sleep in this function, or in a patch's instead of it? */
static bool nudge_sleeps_in(struct task_struct *task, const char *func)
{
	unsigned long addr = kmend_symbol_wchan(task);
	size_t len = strlen(func);
	char name[64];

	if (!addr)
		return false;
	snprintf(name, sizeof(name), "%ps", (void *)addr);
	return !strncmp(name, func, len) &&
	       (!name[len] || name[len] == '.' || name[len] == ' ');
}

/* A FIFO that nobody has opened at its other end; no device, no FUSE. */
static bool nudge_open(const struct nudge_look *look)
{
	return nudge_sleeps_in(look->task, "wait_for_partner") ||
	       nudge_sleeps_in(look->task, "fifo_open");
}

/*
 * @eintr: it says -EINTR, and is begun again by us; others say -ERESTART...
 * @fits:  NULL: always.
 */
static const struct nudge_call {
	unsigned short nr;
	bool eintr;
	bool (*fits)(const struct nudge_look *look);
} nudge_calls[] = {
	/* A pipe or socket gives what is there; it waits if that is nothing. */
	{ __NR_read, false, nudge_read },
	{ __NR_readv, false, nudge_read },
	{ __NR_recvfrom, false, nudge_recvfrom },
	{ __NR_recvmsg, false, nudge_recvmsg },
	{ __NR_accept, false, nudge_accept },
	{ __NR_accept4, false, nudge_accept },
	/* Events stay; the kernel keeps when a poll() ends. */
	{ __NR_poll, false, NULL },
	{ __NR_ppoll, false, nudge_no_arg2 },
	{ __NR_select, false, nudge_no_arg4 },
	{ __NR_pselect6, false, nudge_no_arg4 },
	{ __NR_epoll_wait, true, nudge_epoll },
	{ __NR_epoll_pwait, true, nudge_epoll },
	{ __NR_epoll_pwait2, true, nudge_no_arg3 },
	/* The kernel keeps when to wake up. */
	{ __NR_nanosleep, false, nudge_nanosleep },
	{ __NR_clock_nanosleep, false, nudge_clock_nanosleep },
	{ __NR_futex, false, nudge_futex },
	{ __NR_restart_syscall, false, NULL },
	/* A child stays until it is reaped, a signal until it is taken. */
	{ __NR_wait4, false, NULL },
	{ __NR_waitid, false, NULL },
	{ __NR_pause, false, NULL },
	{ __NR_rt_sigsuspend, false, NULL },
	{ __NR_rt_sigtimedwait, true, nudge_no_arg2 },
	/* Nobody else's place is taken: they queue up again, behind others. */
	{ __NR_flock, false, nudge_flock },
	{ __NR_fcntl, false, nudge_fcntl },
	{ __NR_semop, true, NULL },
	{ __NR_semtimedop, true, nudge_no_arg3 },
	{ __NR_msgsnd, false, NULL },
	{ __NR_msgrcv, false, NULL },
	/* Whoever opens the other end waits for this one to be back. */
	{ __NR_open, false, nudge_open },
	{ __NR_openat, false, nudge_open },
	{ __NR_openat2, false, nudge_open },
};

static void nudge_look_at(struct nudge_look *look, struct task_struct *task,
			  const struct pt_regs *regs)
{
	look->task = task;
	look->nr = READ_ONCE(regs->orig_ax);
	look->arg[0] = regs->di;
	look->arg[1] = regs->si;
	look->arg[2] = regs->dx;
	look->arg[3] = regs->r10;
	look->arg[4] = regs->r8;
	look->arg[5] = regs->r9;
}

static const struct nudge_call *nudge_call_find(unsigned long nr)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nudge_calls); i++)
		if (nr == nudge_calls[i].nr)
			return &nudge_calls[i];
	return NULL;
}

/* The one that watches would see a call that fails, and one that begins. */
static bool nudge_is_watched(struct task_struct *task)
{
	return READ_ONCE(task->ptrace) ||
	       (seccomp_mode(&task->seccomp) == SECCOMP_MODE_FILTER &&
		(nudge_sleeps_in(task, "seccomp_do_user_notification") ||
		 nudge_sleeps_in(task, "__seccomp_filter")));
}

/*
 * May the call be interrupted that a task is in?
 *
 * Context: atomic; the task's stack is pinned. What is said of a task that
 * runs may not be true any more.
 */
static bool nudge_call_fits(struct task_struct *task,
			    const struct pt_regs *regs)
{
	const struct nudge_call *call;
	struct nudge_look look;

	if (task_thread_info(task)->status & TS_COMPAT)
		return false;
	nudge_look_at(&look, task, regs);
	call = nudge_call_find(look.nr);
	return call && (!call->fits || call->fits(&look)) &&
	       !nudge_is_watched(task);
}

/* Has it failed because of us, so that it must begin again? */
static bool nudge_call_restarts(const struct pt_regs *regs)
{
	const struct nudge_call *call;
	struct nudge_look look;

	if ((long)regs->ax != -EINTR ||
	    (task_thread_info(current)->status & TS_COMPAT))
		return false;
	nudge_look_at(&look, current, regs);
	call = nudge_call_find(look.nr);
	return call && call->eintr && (!call->fits || call->fits(&look));
}
