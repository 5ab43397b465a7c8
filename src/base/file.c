// SPDX-License-Identifier: GPL-2.0
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

/* What a shell has opened for us already: a pipe, or a terminal. */
static bool is_given(const char *path)
{
	static const char *const names[] = {
		"/dev/stdin", "/dev/fd/", "/proc/self/fd/",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strncmp(path, names[i], strlen(names[i])))
			return true;
	return false;
}

/*
 * A FIFO waits for somebody who writes, a device may do anything when it is
 * opened. So it is looked at first, and once more should it have changed.
 */
static struct err *regular_open(const char *path, int *ret)
{
	struct stat st;
	int fd = -1;

	if (stat(path, &st))
		return err_errno(errno, "cannot open '%s'", path);
	if (S_ISDIR(st.st_mode))
		return err_errno(EISDIR, "cannot read '%s'", path);
	if (S_ISREG(st.st_mode)) {
		fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		if (fd < 0)
			return err_errno(errno, "cannot open '%s'", path);
	}
	if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		if (fd >= 0)
			close(fd);
		return err_new(ERR_FAILED, "'%s' is not a regular file", path);
	}
	*ret = fd;
	return NULL;
}

struct err *file_read(const char *path, char **ret, size_t *ret_size)
{
	_cleanup_free_ char *data = NULL;
	size_t size = 0, room = 4096;
	_cleanup_fd_ int fd = -1;
	struct err *err = NULL;
	ssize_t n;

	if (!is_given(path))
		err = regular_open(path, &fd);
	else if ((fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC)) < 0)
		err = err_errno(errno, "cannot open '%s'", path);
	if (err)
		return err;
	data = xmalloc(room);
	while ((n = read(fd, data + size, room - size - 1))) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(errno, "cannot read '%s'", path);
		size += (size_t)n;
		if (room - size < 2)
			data = xrealloc(data, room *= 2);
	}
	data[size] = '\0';
	*ret = take_ptr(data);
	if (ret_size)
		*ret_size = size;
	return NULL;
}

struct err *file_map(const char *path, const uint8_t **ret, size_t *ret_size)
{
	_cleanup_fd_ int fd = -1;
	struct stat st;
	struct err *err;
	void *map;

	err = regular_open(path, &fd);
	if (err)
		return err;
	if (fstat(fd, &st))
		return err_errno(errno, "cannot stat '%s'", path);
	if (!st.st_size) {
		*ret = NULL;
		*ret_size = 0;
		return NULL;
	}
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return err_errno(errno, "cannot map '%s'", path);
	*ret = map;
	*ret_size = (size_t)st.st_size;
	return NULL;
}

void file_unmap(const uint8_t *map, size_t size)
{
	if (map)
		munmap((void *)(uintptr_t)map, size);
}

static struct err *write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(fd, data, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(errno, "write");
		data += n;
		size -= (size_t)n;
	}
	return NULL;
}

static struct err *fill_temp(int fd, const void *data, size_t size)
{
	mode_t mask = umask(0);
	struct err *err;

	umask(mask);
	err = write_all(fd, data, size);
	if (err)
		return err;
	if (fchmod(fd, 0666 & ~mask) || fsync(fd))
		return err_errno(errno, "fsync");
	return NULL;
}

struct err *file_write(const char *path, const void *data, size_t size)
{
	_cleanup_free_ char *temp = xasprintf("%s.XXXXXX", path);
	struct err *err;
	int fd = mkostemp(temp, O_CLOEXEC);

	if (fd < 0)
		return err_errno(errno, "cannot write '%s'", path);
	err = fill_temp(fd, data, size);
	close(fd);
	if (!err && rename(temp, path))
		err = err_errno(errno, "rename");
	if (err) {
		unlink(temp);
		return err_wrap(err, "cannot write '%s'", path);
	}
	return NULL;
}

struct err *file_copy(const char *src, const char *path)
{
	const uint8_t *map;
	struct err *err;
	size_t size;

	err = file_map(src, &map, &size);
	if (err)
		return err;
	err = file_write(path, map, size);
	file_unmap(map, size);
	return err;
}

struct err *dir_make(const char *path)
{
	_cleanup_free_ char *copy = xstrdup(path);

	for (char *p = copy + 1;; p++) {
		char c = *p;

		if (c && c != '/')
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			return err_errno(errno, "cannot make '%s'", copy);
		*p = c;
		if (!c)
			break;
	}
	if (!path_is_dir(path))
		return err_new(ERR_FAILED, "'%s' is not a directory", path);
	return NULL;
}

struct err *dir_make_temp(const char *parent, const char *prefix, char **ret)
{
	_cleanup_free_ char *path = xasprintf("%s/%s.XXXXXX", parent, prefix);
	struct err *err = dir_make(parent);

	if (err)
		return err;
	if (!mkdtemp(path))
		return err_errno(errno, "cannot make '%s'", path);
	*ret = take_ptr(path);
	return NULL;
}

void dir_temp_cleanup(char **path)
{
	if (!*path)
		return;
	/* Nobody is left to tell; the cache sweeps what stays. */
	err_destroy(dir_remove(*path));
	free(*path);
	*path = NULL;
}

bool path_exists(const char *path)
{
	return !access(path, F_OK);
}

bool path_is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

bool path_is_dir(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

struct err *lock_take(const char *path, int *ret)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		return err_errno(errno, "cannot open lock '%s'", path);
	if (flock(fd, LOCK_EX)) {
		struct err *err = err_errno(errno, "cannot lock '%s'", path);

		close(fd);
		return err;
	}
	*ret = fd;
	return NULL;
}

struct err *lock_take_inherited(const char *path, int *ret)
{
	struct err *err = lock_take(path, ret);

	if (!err)
		fcntl(*ret, F_SETFD, 0);
	return err;
}

void lock_drop(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
