// SPDX-License-Identifier: GPL-2.0
/*
 * trust - files that only root, or who runs us, can have written
 *
 * The path is walked from "/" by file descriptors, one name at a time, and
 * each is looked at before the next one is looked up in it. Links are
 * followed here, not by the kernel. So no name on the way can be changed by
 * others between the look and the use.
 */
#include "control/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

#define LINKS_MAX	40	/* as the kernel */

struct walk {
	struct arena *arena;
	const char *path;	/* as it was given */
	const char *at;		/* how far we are; "": at "/" */
	const char *left;	/* what is still to be walked */
	int dir;		/* of @at */
	bool open;		/* @dir is sticky, and all can write it */
	unsigned int links;
	dev_t root;		/* the file system of "/" */
};

static struct err *walk_errno(const struct walk *w, int errnum)
{
	return err_errno(errnum, "cannot open '%s'", w->path);
}

/* @is_sticky_fine: its entries are looked at each by itself. */
static struct err *look(const struct walk *w, const struct stat *st,
			bool is_sticky_fine)
{
	const char *at = *w->at ? w->at : "/";
	const struct passwd *user;

	if (st->st_uid != 0 && st->st_uid != geteuid()) {
		user = getpwuid(st->st_uid);
		return err_new(ERR_FAILED, "'%s' belongs to user %u%s%s%s", at,
			       st->st_uid, user ? " (" : "",
			       user ? user->pw_name : "", user ? ")" : "");
	}
	if (S_ISLNK(st->st_mode) ||
	    (is_sticky_fine && S_ISDIR(st->st_mode) &&
	     (st->st_mode & S_ISVTX)))
		return NULL;
	if (st->st_mode & S_IWOTH)
		return err_new(ERR_FAILED, "everybody can write '%s'", at);
	if (st->st_mode & S_IWGRP)
		return err_new(ERR_FAILED, "group %u can write '%s'",
			       st->st_gid, at);
	return NULL;
}

/*
 * A FUSE server says what it likes of owners and modes, and users may mount
 * on what is theirs. Only if "/" is one, too, everything comes from there.
 */
static struct err *look_fuse(const struct walk *w, int fd,
			     const struct stat *st)
{
	struct statfs fs;

	if (st->st_dev == w->root)
		return NULL;
	if (fstatfs(fd, &fs))
		return walk_errno(w, errno);
	if ((unsigned long)fs.f_type != FUSE_SUPER_MAGIC)
		return NULL;
	return err_new(ERR_FAILED,
		       "'%s' is of a FUSE file system, which any user can have mounted",
		       w->at);
}

/* @fd is the next directory; the walk has it from now on. */
static struct err *walk_enter(struct walk *w, int fd)
{
	struct stat st;
	struct err *err;

	if (w->dir >= 0)
		close(w->dir);
	w->dir = fd;
	if (fd < 0 || fstat(fd, &st))
		return walk_errno(w, errno);
	if (!*w->at)
		w->root = st.st_dev;
	err = look(w, &st, true);
	w->open = (st.st_mode & S_ISVTX) &&
		  (st.st_mode & (S_IWGRP | S_IWOTH));
	return err;
}

static struct err *walk_root(struct walk *w)
{
	w->at = "";
	return walk_enter(w, open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
}

/* @fd is the link itself. */
static struct err *walk_link(struct walk *w, int fd, const char *before)
{
	char to[PATH_MAX];
	ssize_t n = readlinkat(fd, "", to, sizeof(to) - 1);

	if (n < 0)
		return walk_errno(w, errno);
	if (++w->links > LINKS_MAX)
		return walk_errno(w, ELOOP);
	to[n] = '\0';
	w->left = arena_printf(w->arena, "%s/%s", to, w->left);
	w->at = before;
	return *to == '/' ? walk_root(w) : NULL;
}

/* The next name of the path, or NULL. */
static const char *walk_name(struct walk *w)
{
	const char *name;
	size_t len;

	do {
		w->left += strspn(w->left, "/");
		len = strcspn(w->left, "/");
		name = arena_printf(w->arena, "%.*s", (int)len, w->left);
		w->left += len;
	} while (!strcmp(name, "."));
	return len ? name : NULL;
}

/*
 * One name further. @ret: the file, if the path ends there with something
 * that is neither directory nor link.
 */
static struct err *walk_step(struct walk *w, const char *name, int *ret)
{
	const char *before = w->at;
	_cleanup_fd_ int fd = openat(w->dir, name,
				     O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct err *err;
	struct stat st;
	int next;

	if (fd < 0 || fstat(fd, &st))
		return walk_errno(w, errno);
	w->at = arena_printf(w->arena, "%s/%s", before, name);
	err = look(w, &st, true);
	if (!err)
		err = look_fuse(w, fd, &st);
	if (err)
		return err;
	if (S_ISLNK(st.st_mode))
		return walk_link(w, fd, before);
	next = fd;
	fd = -1;
	if (S_ISDIR(st.st_mode))
		return walk_enter(w, next);
	*ret = next;
	if (w->left[strspn(w->left, "/")])
		return walk_errno(w, ENOTDIR);
	if (w->open)
		return err_new(ERR_FAILED, "everybody can write '%s'",
			       *before ? before : "/");
	return NULL;
}

/* @ret: a file; -1: it is a directory, that of @w. */
static struct err *walk(struct walk *w, int *ret)
{
	_cleanup_free_ char *here = NULL;
	const char *name;
	struct err *err;

	*ret = -1;
	w->dir = -1;
	w->left = w->path;
	if (*w->path != '/') {
		here = getcwd(NULL, 0);
		if (!here)
			return walk_errno(w, errno);
		w->left = arena_printf(w->arena, "%s/%s", here, w->path);
	}
	err = walk_root(w);
	while (!err && *ret < 0 && (name = walk_name(w)))
		err = walk_step(w, name, ret);
	return err;
}

/* A FIFO or a device is not opened, only what was looked at is. */
static struct err *read_looked(const struct walk *w, int fd, char **ret,
			       size_t *ret_size)
{
	_cleanup_free_ char *given = xasprintf("/proc/self/fd/%d", fd);
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return err_new(ERR_FAILED, "'%s' is not a regular file",
			       w->path);
	return file_read(given, ret, ret_size);
}

struct err *trust_read(const char *path, char **ret, size_t *ret_size)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct walk w = { .arena = arena, .path = path };
	_cleanup_fd_ int fd = -1;
	struct err *err = walk(&w, &fd);

	if (!err && fd < 0)
		err = walk_errno(&w, EISDIR);
	if (!err)
		err = read_looked(&w, fd, ret, ret_size);
	if (w.dir >= 0)
		close(w.dir);
	return err;
}

struct err *trust_dir(const char *path)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct walk w = { .arena = arena, .path = path };
	_cleanup_fd_ int fd = -1;
	struct err *err = walk(&w, &fd);

	if (!err && fd >= 0)
		err = walk_errno(&w, ENOTDIR);
	if (!err && w.open)
		err = err_new(ERR_FAILED, "everybody can write '%s'", w.at);
	if (w.dir >= 0)
		close(w.dir);
	return err;
}
