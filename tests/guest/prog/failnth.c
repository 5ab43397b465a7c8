// SPDX-License-Identifier: GPL-2.0
/*
 * failnth N WHAT... - do something in which the Nth allocation fails
 *
 * WHAT is "load FILE", "unload MODULE" or "write FILE TEXT". Only what the
 * kernel allocates for this task, in that one system call, is counted; see
 * Documentation/fault-injection/fault-injection.rst of the kernel.
 *
 * Prints what the call returned, and exits with
 *   0  it was done, and there is no Nth allocation
 *   1  it was not done, because the Nth allocation failed
 *   2  it was done nevertheless
 *   3  it was not done, though no allocation failed; or wrong usage
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int arm = -1;

static void fail_at(const char *n)
{
	if (pwrite(arm, n, strlen(n), 0) < 0) {
		perror("fail-nth");
		exit(3);
	}
}

/* Is the Nth still to come? */
static int is_left(void)
{
	char buf[16] = "";

	return pread(arm, buf, sizeof(buf) - 1, 0) > 0 && atoi(buf) > 0;
}

/* Everything is ready when it is armed: the call itself comes next. */
static long run(const char *n, char **what, int fd)
{
	size_t len = what[2] ? strlen(what[2]) : 0;

	fail_at(n);
	if (!strcmp(what[0], "load"))
		return syscall(SYS_finit_module, fd, "", 0);
	if (!strcmp(what[0], "unload"))
		return syscall(SYS_delete_module, what[1], O_NONBLOCK);
	return write(fd, what[2], len) == (ssize_t)len ? 0 : -1;
}

int main(int argc, char **argv)
{
	int fd = -1, left, error;
	long ret;

	if (argc < 4 || (!strcmp(argv[2], "write") && argc != 5))
		return 3;
	arm = open("/proc/thread-self/fail-nth", O_RDWR);
	if (strcmp(argv[2], "unload"))
		fd = open(argv[3], *argv[2] == 'w' ? O_WRONLY : O_RDONLY);
	if (arm < 0 || (fd < 0 && strcmp(argv[2], "unload"))) {
		perror(arm < 0 ? "fail-nth" : argv[3]);
		return 3;
	}
	ret = run(argv[1], argv + 2, fd);
	error = errno;
	left = is_left();
	fail_at("0");
	printf("%s: %s\n", argv[1], ret ? strerror(error) : "done");
	return ret ? left ? 3 : 1 : left ? 0 : 2;
}
