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

/* Returns true if a build has the directory. */
static bool sweep_one(const char *dir)
{
	_cleanup_free_ char *path = xasprintf("%s/lock", dir);
	_cleanup_fd_ int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB))
		return true;
	/* What cannot be removed now is met again by the next build. */
	err_destroy(dir_remove(dir));
	return false;
}

/* Returns how many builds are running. */
static size_t sweep(const char *cache)
{
	DIR *d = opendir(cache);
	struct dirent *entry;
	size_t n = 0;

	while (d && (entry = readdir(d))) {
		_cleanup_free_ char *dir = NULL;

		if (strncmp(entry->d_name, PREFIX ".", sizeof(PREFIX)))
			continue;
		dir = xasprintf("%s/%s", cache, entry->d_name);
		if (path_is_dir(dir))
			n += sweep_one(dir);
	}
	if (d)
		closedir(d);
	return n;
}

static struct err *work_make(const char *cache, struct work *ret)
{
	_cleanup_dir_temp_ char *dir = NULL;
	_cleanup_free_ char *own = NULL;
	struct err *err = dir_make_temp(cache, PREFIX, &dir);

	if (err)
		return err;
	own = xasprintf("%s/lock", dir);
	err = lock_take(own, &ret->lock);
	if (!err)
		ret->dir = take_ptr(dir);
	return err;
}

static struct err *cache_lock(const char *cache, int *ret)
{
	_cleanup_free_ char *path = xasprintf("%s/" PREFIX "-lock", cache);
	struct err *err = dir_make(cache);

	return err ? err : lock_take(path, ret);
}

struct err *work_init(const char *cache, struct work *ret)
{
	_cleanup_lock_ int lock = -1;
	struct err *err = cache_lock(cache, &lock);

	if (err)
		return err;
	sweep(cache);
	return work_make(cache, ret);
}

struct err *work_init_alone(const char *cache, struct work *ret, int *ret_lock)
{
	_cleanup_lock_ int lock = -1;
	struct err *err = cache_lock(cache, &lock);
	size_t n;

	if (err)
		return err;
	n = sweep(cache);
	if (n)
		return err_advise(err_new(ERR_FAILED, "%zu build%s running",
					  n, n == 1 ? " is" : "s are"),
				  "nothing was removed; try again later");
	err = work_make(cache, ret);
	if (err)
		return err;
	*ret_lock = lock;
	lock = -1;
	return NULL;
}

void work_deinit(struct work *work)
{
	if (!work->dir)
		return;
	dir_temp_cleanup(&work->dir);
	lock_drop(&work->lock);
}
