// SPDX-License-Identifier: GPL-2.0
/*
 * waits SECONDS [woken|left] - system calls that wait for SECONDS, and end
 *
 * Each is made by a task of its own; another one ends it, or its timeout does.
 * Says "woken NAME PID" or "left NAME PID" for each: whether kmend may have it
 * begin again. At the end it says which had another result than they would have
 * had if nobody had disturbed them, or took another time.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SIZE	2000000		/* more than a pipe or a socket takes */
#define LATE_MS	2500		/* a guest is slow */

static int seconds, pipes[2], socks[2], listener, epoll, sem, queue, file;
static int *word;
static pid_t waiter;
static char buf[SIZE];
static struct iovec iov = { buf, SIZE };
static struct msghdr hdr = { .msg_iov = &iov, .msg_iovlen = 1 };
static struct sockaddr_un addr = { .sun_family = AF_UNIX };
static socklen_t addr_len = sizeof(addr);
static struct { long type; char text[8]; } msg = { 1, "text" };

static void prepare(void)
{
	struct epoll_event event = { .events = EPOLLIN };

	if (pipe(pipes) || socketpair(AF_UNIX, SOCK_STREAM, 0, socks))
		exit(3);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(listener, (void *)&addr, sizeof(sa_family_t)) || listen(listener, 1))
		exit(3);
	getsockname(listener, (void *)&addr, &addr_len);
	epoll = epoll_create1(0);
	epoll_ctl(epoll, EPOLL_CTL_ADD, pipes[0], &event);
	sem = semget(IPC_PRIVATE, 1, 0600);
	queue = msgget(IPC_PRIVATE, 0600);
	word = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	file = open("waits.lock", O_RDWR | O_CREAT, 0600);
	signal(SIGUSR1, SIG_IGN);
}

static void put(int fd, const void *from, size_t n)
{
	if (write(fd, from, n) != (ssize_t)n)
		exit(3);
}

/* sleep() would ask how much time is left. */
static void rest(void)
{
	syscall(SYS_nanosleep, &(struct timespec){ seconds, 0 }, NULL);
}

/* What ends a call. */
static void end_pipe(void) { put(pipes[1], "12345", 5); }
static void end_sock(void) { put(socks[1], "12345", 5); }
static void end_sock_rest(void) { put(socks[1], buf, 95); }
static void end_sem(void) { semop(sem, &(struct sembuf){ 0, 1, 0 }, 1); }
static void end_msg(void) { msgsnd(queue, &msg, 5, 0); }
static void end_signal(void) { kill(waiter, SIGUSR2); }

static void end_accept(void)
{
	connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&addr, addr_len);
}

static void end_futex(void)
{
	__atomic_store_n(word, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void drain(int fd)
{
	long n = 0, r;

	while (n < SIZE && (r = read(fd, buf, SIZE)) > 0)
		n += r;
}

static void end_pipe_write(void) { drain(pipes[0]); }
static void end_sock_write(void) { drain(socks[1]); }

/* The calls. */
static long w_read(void) { return read(pipes[0], buf, SIZE); }
static long w_sock_read(void) { return read(socks[0], buf, SIZE); }
static long w_recv(void) { return recv(socks[0], buf, SIZE, 0); }
static long w_accept(void) { return accept(listener, NULL, NULL) >= 0; }
static long w_write(void) { return write(pipes[1], buf, SIZE); }
static long w_sock_write(void) { return write(socks[0], buf, SIZE); }

static long w_recvmsg(void) { return recvmsg(socks[0], &hdr, 0); }
static long w_sendmsg(void) { return sendmsg(socks[0], &hdr, 0); }

/* 5 bytes are there, 95 are not. */
static long w_waitall(void)
{
	end_sock();
	return recv(socks[0], buf, 100, MSG_WAITALL);
}

static long w_lowat(void)
{
	int n = 100;

	end_sock();
	setsockopt(socks[0], SOL_SOCKET, SO_RCVLOWAT, &n, sizeof(n));
	return recv(socks[0], buf, 100, 0);
}

static long w_rcvtimeo(void)
{
	struct timeval tv = { seconds, 0 };

	setsockopt(socks[0], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	return recv(socks[0], buf, SIZE, 0);
}

static long poll_for(int ms)
{
	return poll(&(struct pollfd){ pipes[0], POLLIN, 0 }, 1, ms);
}

static long ppoll_for(struct timespec *ts)
{
	return ppoll(&(struct pollfd){ pipes[0], POLLIN, 0 }, 1, ts, NULL);
}

static long select_for(struct timeval *tv)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(pipes[0], &set);
	return select(pipes[0] + 1, &set, NULL, NULL, tv);
}

static long epoll_for(int ms)
{
	struct epoll_event event;

	return epoll_wait(epoll, &event, 1, ms);
}

static long w_poll(void) { return poll_for(-1); }
static long w_poll_time(void) { return poll_for(seconds * 1000); }
static long w_ppoll(void) { return ppoll_for(NULL); }
static long w_select(void) { return select_for(NULL); }
static long w_epoll(void) { return epoll_for(-1); }
static long w_epoll_time(void) { return epoll_for(seconds * 1000); }

static long w_ppoll_time(void)
{
	return ppoll_for(&(struct timespec){ seconds, 0 });
}

static long w_select_time(void)
{
	return select_for(&(struct timeval){ seconds, 0 });
}

static long w_nanosleep(void)
{
	return syscall(SYS_nanosleep, &(struct timespec){ seconds, 0 }, NULL);
}

/* What it was asked for stays what it was. */
static long w_nanosleep_rem(void)
{
	struct timespec ts = { seconds, 0 };

	return syscall(SYS_nanosleep, &ts, &ts) ?: ts.tv_sec - seconds;
}

static long futex_for(struct timespec *ts)
{
	return syscall(SYS_futex, word, FUTEX_WAIT, 0, ts, NULL, 0);
}

static long w_futex_time(void)
{
	return futex_for(&(struct timespec){ seconds, 0 });
}

/* Whoever begins again may find that the word has changed. */
static long w_futex(void)
{
	while (!__atomic_load_n(word, __ATOMIC_SEQ_CST))
		if (futex_for(NULL) && errno != EAGAIN)
			return -1;
	return 0;
}

static long w_wait4(void)
{
	pid_t pid = fork();

	if (!pid) {
		rest();
		_exit(0);
	}
	return wait4(pid, NULL, 0, NULL) == pid;
}

static long sigwait_for(struct timespec *ts)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	return sigtimedwait(&set, NULL, ts);
}

static long w_sigwait(void) { return sigwait_for(NULL); }

static long w_sigwait_time(void)
{
	sigwait_for(&(struct timespec){ 0, 0 });
	return sigwait_for(&(struct timespec){ seconds, 0 });
}

/* Somebody else holds the lock, and goes. */
static long locked(int (*lock)(int fd))
{
	int other, ready[2];
	char c;

	if (pipe(ready))
		exit(3);
	if (!fork()) {
		other = open("waits.lock", O_RDWR);
		lock(other);
		put(ready[1], "", 1);
		rest();
		_exit(0);
	}
	return read(ready[0], &c, 1) == 1 ? lock(file) : -1;
}

static int lock_flock(int fd) { return flock(fd, LOCK_EX); }

static int lock_fcntl(int fd)
{
	return fcntl(fd, F_SETLKW, &(struct flock){ .l_type = F_WRLCK });
}

static long w_flock(void) { return locked(lock_flock); }
static long w_setlkw(void) { return locked(lock_fcntl); }

static long sem_for(struct timespec *ts)
{
	return semtimedop(sem, &(struct sembuf){ 0, -1, 0 }, 1, ts);
}

static long w_semop(void) { return sem_for(NULL); }

static long w_semop_time(void)
{
	return sem_for(&(struct timespec){ seconds, 0 });
}

static long w_msgrcv(void)
{
	return msgrcv(queue, &msg, sizeof(msg.text), 0, 0);
}

static const struct wait {
	const char *name;
	int woken;
	long (*call)(void);
	void (*end)(void);	/* NULL: it ends by itself */
	long result;
	int error;
} waits[] = {
	{ "read", 1, w_read, end_pipe, 5, 0 },
	{ "sock-read", 1, w_sock_read, end_sock, 5, 0 },
	{ "recv", 1, w_recv, end_sock, 5, 0 },
	{ "recvmsg", 1, w_recvmsg, end_sock, 5, 0 },
	{ "accept", 1, w_accept, end_accept, 1, 0 },
	{ "poll", 1, w_poll, end_pipe, 1, 0 },
	{ "poll-time", 1, w_poll_time, NULL, 0, 0 },
	{ "ppoll", 1, w_ppoll, end_pipe, 1, 0 },
	{ "select", 1, w_select, end_pipe, 1, 0 },
	{ "epoll", 1, w_epoll, end_pipe, 1, 0 },
	{ "nanosleep", 1, w_nanosleep, NULL, 0, 0 },
	{ "futex", 1, w_futex, end_futex, 0, 0 },
	{ "futex-time", 1, w_futex_time, NULL, -1, ETIMEDOUT },
	{ "wait4", 1, w_wait4, NULL, 1, 0 },
	{ "sigwait", 1, w_sigwait, end_signal, SIGUSR2, 0 },
	{ "flock", 1, w_flock, NULL, 0, 0 },
	{ "setlkw", 1, w_setlkw, NULL, 0, 0 },
	{ "semop", 1, w_semop, end_sem, 0, 0 },
	{ "msgrcv", 1, w_msgrcv, end_msg, 5, 0 },
	{ "write", 0, w_write, end_pipe_write, SIZE, 0 },
	{ "sock-write", 0, w_sock_write, end_sock_write, SIZE, 0 },
	{ "sendmsg", 0, w_sendmsg, end_sock_write, SIZE, 0 },
	{ "waitall", 0, w_waitall, end_sock_rest, 100, 0 },
	{ "lowat", 0, w_lowat, end_sock_rest, 100, 0 },
	{ "rcvtimeo", 0, w_rcvtimeo, NULL, -1, EAGAIN },
	{ "ppoll-time", 0, w_ppoll_time, NULL, 0, 0 },
	{ "select-time", 0, w_select_time, NULL, 0, 0 },
	{ "epoll-time", 0, w_epoll_time, NULL, 0, 0 },
	{ "nanosleep-rem", 0, w_nanosleep_rem, NULL, 0, 0 },
	{ "sigwait-time", 0, w_sigwait_time, NULL, -1, EAGAIN },
	{ "semop-time", 0, w_semop_time, NULL, -1, EAGAIN },
};

static long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int run(const struct wait *w)
{
	long start, ms, ret;
	sigset_t set;

	prepare();
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	waiter = getpid();
	if (w->end && !fork()) {
		rest();
		w->end();
		_exit(0);
	}
	start = now_ms();
	errno = 0;
	ret = w->call();
	ms = now_ms() - start - seconds * 1000l;
	semctl(sem, 0, IPC_RMID);
	msgctl(queue, IPC_RMID, NULL);
	if (ret == w->result && (ret >= 0 || errno == w->error) &&
	    ms > -500 && ms < LATE_MS)
		return 0;
	printf("wrong: %s: %ld %s after %ld ms too many\n", w->name, ret,
	       ret < 0 ? strerror(errno) : "", ms);
	return 1;
}

int main(int argc, char **argv)
{
	const char *only = argc > 2 ? argv[2] : "";
	int status, bad = 0;

	seconds = argc > 1 ? atoi(argv[1]) : 1;
	for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
		const char *kind = waits[i].woken ? "woken" : "left";
		pid_t pid;

		if (*only && strcmp(only, kind))
			continue;
		fflush(stdout);
		pid = fork();
		if (!pid)
			exit(run(&waits[i]));
		printf("%s %s %d\n", kind, waits[i].name, pid);
	}
	puts("ready");
	fflush(stdout);
	while (wait(&status) > 0)
		bad |= status;
	puts(bad ? "bad" : "good");
	return !!bad;
}
