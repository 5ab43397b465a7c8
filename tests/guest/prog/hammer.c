// SPDX-License-Identifier: GPL-2.0
/*
 * hammer CPU - read /proc/version on one CPU, over and over
 *
 * Every read must be the old text or the new one and nothing in between.
 * It reads in bursts, and rests nine times as long: with preempt=full the
 * machine is stopped wherever the CPUs are, and if all of them always were
 * inside, no patch would ever come in. Sleeping also leaves an emulated CPU to
 * those who load and unload.
 *
 * Ends at SIGTERM with the number of reads of each; 1 if one was neither.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BURST	100

static const char new_text[] = "patched by kmend\n";
static volatile sig_atomic_t stop;

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

/* 0 for the old text, 1 for the new one, -1 for anything else. */
static int classify(const char *buf, ssize_t len)
{
	const char *line_end;

	if (len <= 0 || strncmp(buf, "Linux version ", 14))
		return -1;
	line_end = strchr(buf, '\n');
	if (!line_end)
		return -1;
	if (!line_end[1])
		return 0;
	return strcmp(line_end + 1, new_text) ? -1 : 1;
}

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Nine times as long as since @begin. */
static void rest(long long begin)
{
	long long ns = 9 * (now_ns() - begin);
	struct timespec pause = { ns / 1000000000, ns % 1000000000 };

	nanosleep(&pause, NULL);
}

int main(int argc, char **argv)
{
	unsigned long reads[2] = { 0, 0 }, n = 0;
	long long begin;
	char buf[1024];
	cpu_set_t cpus;
	int fd;

	CPU_ZERO(&cpus);
	CPU_SET(argc > 1 ? atoi(argv[1]) : 0, &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus))
		return perror("sched_setaffinity"), 2;
	signal(SIGTERM, on_term);
	fd = open("/proc/version", O_RDONLY);
	if (fd < 0)
		return perror("/proc/version"), 2;
	begin = now_ns();
	while (!stop) {
		ssize_t len = pread(fd, buf, sizeof(buf) - 1, 0);
		int kind;

		buf[len > 0 ? len : 0] = '\0';
		kind = classify(buf, len);
		if (kind < 0)
			return fprintf(stderr, "odd read: '%s'\n", buf), 1;
		reads[kind]++;
		if (++n % BURST == 0) {
			rest(begin);
			begin = now_ns();
		}
	}
	printf("old %lu new %lu\n", reads[0], reads[1]);
	return 0;
}
