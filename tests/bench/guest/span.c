// SPDX-License-Identifier: GPL-2.0
/*
 * span LIMIT FILE VALUE COMMAND... - how long until a command took effect
 *
 * Runs COMMAND, then waits until FILE reads VALUE, looking once a millisecond.
 * Prints the microseconds of both together; "over LIMIT s" after LIMIT
 * seconds. 1 if COMMAND failed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static int reads(const char *path, const char *value)
{
	char buf[64] = "";
	FILE *f = fopen(path, "r");

	if (f) {
		if (!fgets(buf, sizeof(buf), f))
			buf[0] = '\0';
		fclose(f);
	}
	buf[strcspn(buf, "\n")] = '\0';
	return !strcmp(buf, value);
}

int main(int argc, char **argv)
{
	long start = now_us();
	int status;
	pid_t pid;

	if (argc < 5)
		return 2;
	pid = fork();
	if (!pid) {
		execvp(argv[4], argv + 4);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
		return 1;
	while (!reads(argv[2], argv[3])) {
		if (now_us() - start > atol(argv[1]) * 1000000L) {
			printf("over %s s\n", argv[1]);
			return 0;
		}
		usleep(1000);
	}
	printf("%ld\n", now_us() - start);
	return 0;
}
