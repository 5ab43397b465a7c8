// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static int remove_at(int dir, const char *name);

static int remove_children(int fd)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	int ret = 0;

	if (!dir) {
		ret = errno;
		close(fd);
		return ret;
	}
	while (!ret && (entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			ret = remove_at(dirfd(dir), entry->d_name);
	}
	closedir(dir);
	return ret;
}

/* Works by file descriptors, so that a link put in our way is not followed. */
static int remove_at(int dir, const char *name)
{
	int fd, ret;

	if (!unlinkat(dir, name, 0) || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return errno;
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno;
	ret = remove_children(fd);
	if (!ret && unlinkat(dir, name, AT_REMOVEDIR))
		ret = errno;
	return ret;
}

struct err *dir_remove(const char *path)
{
	int ret = remove_at(AT_FDCWD, path);

	return ret ? err_errno(ret, "cannot remove '%s'", path) : NULL;
}
