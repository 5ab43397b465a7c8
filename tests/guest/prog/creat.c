// SPDX-License-Identifier: GPL-2.0
/*
 * creat PATH TEXT - opens PATH with creat(), which kmend does not interrupt
 *
 * Who opens a FIFO like that waits for a reader; it then gets TEXT.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fd;

	if (argc != 3)
		return 2;
	fd = (int)syscall(SYS_creat, argv[1], 0600);
	if (fd < 0 || dprintf(fd, "%s\n", argv[2]) < 0)
		return perror(argv[1]), 1;
	return 0;
}
