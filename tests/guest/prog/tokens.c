// SPDX-License-Identifier: GPL-2.0
/*
 * tokens N [SECONDS] - N tasks in a ring of pipes, with N / 4 tokens
 *
 * Each task waits for a token, and hands it on. Ends at SIGTERM, or by itself,
 * with how often one did; 1 if a token got lost.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t stop;

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

static int pass(int in, int out)
{
	char c;

	for (;;)
		if (read(in, &c, 1) != 1 || write(out, &c, 1) != 1)
			return 1;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? atoi(argv[1]) : 200;
	int (*pipes)[2] = calloc((size_t)n, sizeof(*pipes));
	struct sigaction act = { .sa_handler = on_term };
	pid_t first = 0;

	for (int i = 0; i < n; i++)
		if (pipe(pipes[i]))
			return perror("pipe"), 2;
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return perror("fork"), 2;
		if (!pid) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			return pass(pipes[i][0], pipes[(i + 1) % n][1]);
		}
		first = first ? first : pid;
	}
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGALRM, &act, NULL);
	if (argc > 2)
		alarm((unsigned int)atoi(argv[2]));
	for (int i = 0; i < n / 4 + 1; i++)
		if (write(pipes[i * 4 % n][1], "t", 1) != 1)
			return perror("write"), 2;
	puts("ready");
	fflush(stdout);
	while (!stop) {
		int status;

		if (waitpid(-1, &status, WNOHANG) > 0)
			return printf("a task ended: %x\n", status), 1;
		usleep(20000);
	}
	return 0;
}
