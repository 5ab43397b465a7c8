// SPDX-License-Identifier: GPL-2.0
/*
 * spawn N - N processes that begin and end threads and processes until SIGTERM
 *
 * Each child thread and process reads /proc/version and ends. Says "ready", and
 * at the end how many there were; 1 if one could not be begun or did not end.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS	4

static volatile sig_atomic_t stop;
static unsigned long *made;	/* by each process */

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

static void *look(void *arg)
{
	char buf[256];
	int fd = open("/proc/version", O_RDONLY);

	(void)arg;
	if (fd < 0 || read(fd, buf, sizeof(buf)) <= 0)
		abort();
	close(fd);
	return NULL;
}

static int spawn(unsigned long *n)
{
	pthread_t threads[THREADS];

	while (!stop) {
		pid_t pid = fork();
		int status, i;

		if (!pid) {
			look(NULL);
			_exit(0);
		}
		for (i = 0; i < THREADS; i++)
			if (pthread_create(&threads[i], NULL, look, NULL))
				return perror("pthread_create"), 1;
		for (i = 0; i < THREADS; i++)
			if (pthread_join(threads[i], NULL))
				return perror("pthread_join"), 1;
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
			return perror("fork"), 1;
		*n += THREADS + 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 1, ret = 0, status, sig;
	pid_t *pids = calloc((size_t)n, sizeof(*pids));
	unsigned long sum = 0;
	sigset_t set;

	made = mmap(NULL, (size_t)n * sizeof(*made), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (made == MAP_FAILED || !pids)
		return perror("spawn"), 2;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (int i = 0; i < n; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			return perror("fork"), 2;
		if (!pids[i]) {
			signal(SIGTERM, on_term);
			sigprocmask(SIG_UNBLOCK, &set, NULL);
			_exit(spawn(&made[i]));
		}
	}
	puts("ready");
	fflush(stdout);
	sigwait(&set, &sig);
	for (int i = 0; i < n; i++)
		kill(pids[i], SIGTERM);
	for (int i = 0; i < n; i++) {
		if (waitpid(pids[i], &status, 0) != pids[i] || status)
			ret = 1;
		sum += made[i];
	}
	printf("spawned %lu\n", sum);
	return ret;
}
