// SPDX-License-Identifier: GPL-2.0
/*
 * measure RUNS STATUS COMMAND...: the fastest of several runs
 *
 * Prints processor time in milliseconds and the peak of memory in bytes.
 * Processor time, since a machine that tests run on does other things, too.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double ms(const struct timeval *tv)
{
	return (double)tv->tv_sec * 1e3 + (double)tv->tv_usec / 1e3;
}

static void run(char **argv)
{
	int null = open("/dev/null", O_WRONLY);

	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

int main(int argc, char **argv)
{
	int runs = argc > 3 ? atoi(argv[1]) : 0, status;
	double best = 0;
	long peak = 0;

	for (int i = 0; i < runs; i++) {
		struct rusage usage;
		pid_t pid = fork();
		double t;

		if (!pid)
			run(argv + 3);
		if (pid < 0 || wait4(pid, &status, 0, &usage) < 0)
			return 1;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != atoi(argv[2]))
			return 1;
		t = ms(&usage.ru_utime) + ms(&usage.ru_stime);
		if (!i || t < best)
			best = t;
		peak = usage.ru_maxrss * 1024;
	}
	printf("%.1f %ld\n", best, peak);
	return runs == 0;
}
