// SPDX-License-Identifier: GPL-2.0
/* doze N - N threads that sleep for 2 to 5 ms in poll(), again and again */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *doze(void *arg)
{
	for (;;)
		poll(NULL, 0, (int)(long)arg);
	return NULL;
}

int main(int argc, char **argv)
{
	int i, n = argc == 2 ? atoi(argv[1]) : 0;
	pthread_attr_t small;
	pthread_t thread;

	if (n < 1 || pthread_attr_init(&small) ||
	    pthread_attr_setstacksize(&small, 65536)) {
		fprintf(stderr, "usage: doze N\n");
		return 2;
	}
	for (i = 0; i < n; i++)
		if (pthread_create(&thread, &small, doze,
				   (void *)(long)(2 + i % 4)))
			return perror("pthread_create"), 1;
	puts("ready");
	fflush(stdout);
	pause();
	return 0;
}
