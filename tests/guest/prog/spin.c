// SPDX-License-Identifier: GPL-2.0
/*
 * spin N - N threads that call poll() without a pause until SIGTERM
 *
 * There is nothing to wait for, so each call returns at once. They are nice, so
 * that everybody else takes their CPUs away from them. Says "ready".
 */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *spin(void *arg)
{
	(void)arg;
	while (!poll(NULL, 0, 0))
		;
	perror("poll");
	abort();
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1, sig;
	pthread_t thread;
	sigset_t set;

	if (nice(19) == -1)
		return perror("nice"), 2;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (int i = 0; i < n; i++)
		if (pthread_create(&thread, NULL, spin, NULL))
			return perror("pthread_create"), 2;
	puts("ready");
	fflush(stdout);
	sigwait(&set, &sig);
	return 0;
}
