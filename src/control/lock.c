// SPDX-License-Identifier: GPL-2.0
/*
 * lock - one change of the machine at a time
 *
 * A lock file that others could have opened may be held by them for ever,
 * even after its mode has changed. Such a file is replaced by a new one. Two
 * programs may do that at once, so the lock counts only if the file still has
 * its name once it is locked.
 */
#include "control/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"

#define LOCK_NAME	"lock"
#define PAUSE_MS	50
#define QUIET_TRIES	20	/* then the wait is told: one second */

static struct err *dir_open(const char *dir, int *ret)
{
	_cleanup_free_ char *parent = xstrdup(dir);
	char *slash = strrchr(parent, '/');
	_cleanup_fd_ int fd = -1;
	struct err *err = NULL;
	struct stat st;

	if (slash && slash > parent) {
		*slash = '\0';
		err = dir_make(parent);
	}
	if (err)
		return err;
	if (mkdir(dir, 0700) && errno != EEXIST)
		return err_errno(errno, "cannot make '%s'", dir);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return err_errno(errno, "cannot open directory '%s'", dir);
	if (st.st_uid != geteuid())
		return err_advise(err_new(ERR_FAILED,
					  "directory '%s' of the lock belongs to user %u",
					  dir, st.st_uid),
				  "remove it; kmend makes it again");
	if ((st.st_mode & 0777) != 0700 && fchmod(fd, 0700))
		return err_errno(errno, "cannot change the mode of '%s'", dir);
	*ret = fd;
	fd = -1;
	return NULL;
}

/* The file, made by us, which nobody else can ever have opened. */
static struct err *file_open(int dir, int *ret)
{
	_cleanup_fd_ int fd = openat(dir, LOCK_NAME, O_RDWR | O_CREAT |
				     O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
				     0600);
	struct stat st;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	    st.st_uid == geteuid() && !(st.st_mode & 077) && st.st_nlink <= 1) {
		*ret = fd;
		fd = -1;
		return NULL;
	}
	if (fd < 0 && errno != ELOOP && errno != EISDIR && errno != ENXIO)
		return err_errno(errno, "cannot open the lock");
	if (unlinkat(dir, LOCK_NAME, 0) && errno != ENOENT)
		return err_errno(errno, "cannot replace the lock");
	*ret = -1;
	return NULL;
}

static bool has_name(int dir, int fd)
{
	struct stat named, ours;

	return !fstatat(dir, LOCK_NAME, &named, AT_SYMLINK_NOFOLLOW) &&
	       !fstat(fd, &ours) && named.st_ino == ours.st_ino &&
	       named.st_dev == ours.st_dev;
}

/* The holder wrote its PID into the file. */
static void wait_tell(int fd)
{
	_cleanup_free_ char *path = NULL, *name = NULL;
	char text[16] = "";
	long pid;

	if (pread(fd, text, sizeof(text) - 1, 0) < 0)
		text[0] = '\0';
	pid = strtol(text, NULL, 10);
	path = xasprintf("/proc/%ld/comm", pid);
	if (pid <= 0 || !path_exists(path)) {
		progress_note("waiting for another kmend");
		return;
	}
	err_destroy(file_read(path, &name, NULL));
	if (name)
		name[strcspn(name, "\n")] = '\0';
	progress_note("waiting for process %ld (%s), which changes this machine",
		      pid, name ? name : "?");
}

static struct err *file_lock(int fd)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	struct err *err = NULL;
	unsigned int tries = 0;

	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_errno(errno, "cannot lock");
		err = interrupt_check();
		if (err)
			return err;
		if (++tries == QUIET_TRIES)
			wait_tell(fd);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

/* Only for wait_tell() of others: a lock without it is as good. */
static void pid_write(int fd)
{
	if (ftruncate(fd, 0))
		return;
	dprintf(fd, "%ld\n", (long)getpid());
}

struct err *lock_take_private(const char *dir, int *ret)
{
	_cleanup_fd_ int dir_fd = -1;
	struct err *err;
	int fd = -1;

	err = dir_open(dir, &dir_fd);
	if (err)
		return err;
	for (;;) {
		err = file_open(dir_fd, &fd);
		if (!err && fd >= 0)
			err = file_lock(fd);
		if (err || (fd >= 0 && has_name(dir_fd, fd)))
			break;
		lock_drop(&fd);
	}
	if (err) {
		lock_drop(&fd);
		return err_wrap(err, "'%s/%s'", dir, LOCK_NAME);
	}
	pid_write(fd);
	*ret = fd;
	return NULL;
}
