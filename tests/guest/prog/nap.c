// SPDX-License-Identifier: GPL-2.0
/*
 * nap WHAT N [SLACK] - N threads that sleep in a system call until SIGTERM
 *
 * WHAT is poll, poll32 (that of 32-bit programs, which kmend does not
 * interrupt), epoll, nanosleep, futex, pipe or semop. Says "ready" when all
 * sleep, at the end how many came back though nobody woke them, and with what.
 * SLACK is the timer slack in ns that each begins with.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const char *what;
static unsigned long slack;
static int pipes[2], epoll, sem;
static atomic_int ready, woken, interrupted, word;

/* poll() as a 32-bit program calls it; @fd is below 4 GB. */
static int poll32(struct pollfd *fd)
{
	long ret = 168;

	__asm__ volatile("int $0x80" : "+a"(ret)
			 : "b"(fd), "c"(1), "d"(-1) : "memory", "r8", "r9",
			   "r10", "r11");
	return (int)ret;
}

static int sleep_once(void)
{
	struct timespec day = { 86400, 0 };
	struct pollfd fd = { pipes[0], POLLIN, 0 };
	struct epoll_event event;
	struct sembuf op = { 0, -1, 0 };
	char c;

	if (!strcmp(what, "poll"))
		return poll(&fd, 1, -1);
	if (!strcmp(what, "poll32")) {
		struct pollfd *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
					  MAP_PRIVATE | MAP_ANONYMOUS |
					  MAP_32BIT, -1, 0);

		if (low == MAP_FAILED)
			return perror("mmap"), -1;
		*low = fd;
		return poll32(low);
	}
	if (!strcmp(what, "epoll"))
		return epoll_wait(epoll, &event, 1, -1);
	if (!strcmp(what, "nanosleep"))
		return nanosleep(&day, NULL);
	if (!strcmp(what, "futex"))
		return (int)syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL,
				    NULL, 0);
	if (!strcmp(what, "pipe"))
		return (int)read(pipes[0], &c, 1);
	if (!strcmp(what, "semop"))
		return semop(sem, &op, 1);
	return -1;
}

static void *nap(void *arg)
{
	(void)arg;
	if (slack && prctl(PR_SET_TIMERSLACK, slack))
		perror("PR_SET_TIMERSLACK");
	atomic_fetch_add(&ready, 1);
	for (;;) {
		int ret = sleep_once();

		atomic_fetch_add(&woken, 1);
		if (ret < 0 && errno == EINTR)
			atomic_fetch_add(&interrupted, 1);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	int n = argc > 2 ? atoi(argv[2]) : 1, sig;
	struct epoll_event event = { .events = EPOLLIN };
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t set;

	what = argc > 1 ? argv[1] : "poll";
	slack = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
	sem = semget(IPC_PRIVATE, 1, 0600);
	epoll = epoll_create1(0);
	if (pipe(pipes) || epoll < 0 ||
	    epoll_ctl(epoll, EPOLL_CTL_ADD, pipes[0], &event))
		return perror("nap"), 2;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 16384);
	for (int i = 0; i < n; i++)
		if (pthread_create(&thread, &attr, nap, NULL))
			return perror("pthread_create"), 2;
	while (atomic_load(&ready) < n)
		usleep(1000);
	puts("ready");
	fflush(stdout);
	sigwait(&set, &sig);
	printf("woken %d interrupted %d\n", woken, interrupted);
	semctl(sem, 0, IPC_RMID);
	return woken ? 1 : 0;
}
