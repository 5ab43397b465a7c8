// SPDX-License-Identifier: GPL-2.0
/*
 * setgroups GID... | setgroups unmapped | setgroups kernel - try setgroups()
 *
 * Prints "ok" or the name of the error. "unmapped" hands the kernel a list
 * on a page that is not there, "kernel" one in the kernel's half.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	gid_t list[32];
	const void *from = list;
	int count = 0;

	if (argc > 1 && !strcmp(argv[1], "unmapped")) {
		from = mmap(NULL, 4096, PROT_NONE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		count = 4;
	} else if (argc > 1 && !strcmp(argv[1], "kernel")) {
		from = (const void *)0xffffffff81000000UL;
		count = 4;
	} else {
		for (; count + 1 < argc && count < 32; count++)
			list[count] = (gid_t)strtoul(argv[count + 1], NULL, 0);
	}
	if (!syscall(SYS_setgroups, count, from))
		puts("ok");
	else
		puts(strerrorname_np(errno));
	return 0;
}
