// SPDX-License-Identifier: GPL-2.0
/*
 * work - the directory in which one build makes things
 *
 * Its lock goes with the process, also after kill -9; a directory whose lock
 * is free belongs to nobody. Making, locking and sweeping happen under one
 * lock of the whole cache, so that nobody sweeps what is not locked yet.
 */
#include "build/work.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

#define PREFIX	"build"

static void sweep_one(const char *dir)
{
	_cleanup_free_ char *path = xasprintf("%s/lock", dir);
	_cleanup_fd_ int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB))
		return;
	/* What cannot be removed now is met again by the next build. */
	err_destroy(dir_remove(dir));
}

static void sweep(const char *cache)
{
	DIR *d = opendir(cache);
	struct dirent *entry;

	while (d && (entry = readdir(d))) {
		_cleanup_free_ char *dir = NULL;

		if (strncmp(entry->d_name, PREFIX ".", sizeof(PREFIX)))
			continue;
		dir = xasprintf("%s/%s", cache, entry->d_name);
		if (path_is_dir(dir))
			sweep_one(dir);
	}
	if (d)
		closedir(d);
}

struct err *work_init(const char *cache, struct work *ret)
{
	_cleanup_free_ char *path = xasprintf("%s/" PREFIX "-lock", cache);
	_cleanup_dir_temp_ char *dir = NULL;
	_cleanup_free_ char *own = NULL;
	_cleanup_lock_ int lock = -1;
	struct err *err;

	err = dir_make(cache);
	if (!err)
		err = lock_take(path, &lock);
	if (err)
		return err;
	sweep(cache);
	err = dir_make_temp(cache, PREFIX, &dir);
	if (err)
		return err;
	own = xasprintf("%s/lock", dir);
	err = lock_take(own, &ret->lock);
	if (!err)
		ret->dir = take_ptr(dir);
	return err;
}

void work_deinit(struct work *work)
{
	if (!work->dir)
		return;
	dir_temp_cleanup(&work->dir);
	lock_drop(&work->lock);
}
