// SPDX-License-Identifier: GPL-2.0
/* A file system of a user's that says that all in it is root's. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/fuse.h>

#include "base/arena.h"
#include "base/file.h"
#include "control/trust.h"

static void answer(int fd, uint64_t id, const void *data, size_t size)
{
	char out[512] = {0};
	struct fuse_out_header head = {
		.len = (uint32_t)(sizeof(head) + size), .unique = id,
	};

	memcpy(out, &head, sizeof(head));
	memcpy(out + sizeof(head), data, size);
	if (write(fd, out, head.len) < 0)
		_exit(1);
}

/* Nothing but its top directory is ever asked for. */
static void serve(int fd)
{
	static char in[1 << 17];
	const struct fuse_init_out init = {
		.major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 65536,
	};
	const struct fuse_attr_out attr = {
		.attr = { .ino = 1, .mode = S_IFDIR | 0755, .nlink = 2 },
	};
	const struct fuse_statfs_out fs = {0};
	struct fuse_in_header head;

	while (read(fd, in, sizeof(in)) >= (ssize_t)sizeof(head)) {
		memcpy(&head, in, sizeof(head));
		if (head.opcode == FUSE_INIT)
			answer(fd, head.unique, &init, sizeof(init));
		else if (head.opcode == FUSE_GETATTR)
			answer(fd, head.unique, &attr, sizeof(attr));
		else if (head.opcode == FUSE_STATFS)
			answer(fd, head.unique, &fs, sizeof(fs));
	}
	_exit(0);
}

static void test_fuse_is_not_trusted(void **state)
{
	_cleanup_err_ struct err *err = NULL;
	_cleanup_fd_ int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	_cleanup_free_ char *opts = xasprintf(
		"fd=%d,rootmode=40000,user_id=12345,group_id=0,allow_other",
		fd);
	struct stat st;
	char *dir;
	pid_t pid;

	(void)state;
	assert_null(dir_make_temp("/tmp", "trust", &dir));
	if (fd < 0 || mount("x", dir, "fuse", 0, opts)) {
		assert_null(dir_remove(dir));
		free(dir);
		print_message("nothing can be mounted with FUSE here\n");
		skip();
	}
	pid = fork();
	if (!pid)
		serve(fd);
	alarm(20);		/* should the server not answer */
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_uid, 0);
	assert_int_equal(st.st_mode, S_IFDIR | 0755);
	err = trust_dir(dir);
	umount2(dir, MNT_DETACH);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	alarm(0);
	rmdir(dir);
	free(dir);
	assert_non_null(err);
	assert_non_null(strstr(err_text(err), "FUSE"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fuse_is_not_trusted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
