// SPDX-License-Identifier: GPL-2.0
/*
 * linger - a thread called "linger" ends, and the process waits for SIGTERM
 *
 * Says "ready" and the thread's ID when it is not in /proc any more: then it has
 * no PID, wherever it is.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

static atomic_int tid;

static void *linger(void *arg)
{
	(void)arg;
	prctl(PR_SET_NAME, "linger");
	atomic_store(&tid, gettid());
	return NULL;
}

int main(void)
{
	pthread_t thread;
	char path[64];
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	prctl(PR_SET_NAME, "parent");
	if (pthread_create(&thread, NULL, linger, NULL))
		return perror("pthread_create"), 2;
	while (!atomic_load(&tid))
		usleep(1000);
	snprintf(path, sizeof(path), "/proc/self/task/%d", atomic_load(&tid));
	while (!access(path, F_OK))
		usleep(1000);
	printf("ready %d\n", atomic_load(&tid));
	fflush(stdout);
	sigwait(&set, &sig);
	return 0;
}
