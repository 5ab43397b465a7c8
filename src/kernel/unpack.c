// SPDX-License-Identifier: GPL-2.0
/*
 * unpack - Debian packages into directories, without installing them
 *
 * dpkg-deb and tar do it: both are essential packages of every Debian, and
 * tar decompresses in a process of its own. linux-source is packed in blocks
 * of 24 MB, and xz knows how to unpack several at once: it is ahead of tar
 * then when tar has large files to write, after many small ones.
 */
#include "kernel/unpack.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/process.h"
#include "kernel/explain.h"

static struct err *unpack_run(const struct argv *argv, const char *dir)
{
	_cleanup_free_ char *messages = NULL, *xz = NULL;
	const char *const env[] = {
		"LC_ALL=C", xz = xasprintf("XZ_OPT=-T%d", process_cpus()), NULL
	};
	struct process opt = { .env = env, .ret_err = &messages };
	struct err *err = process_run(argv, &opt);

	return explain(err, messages, dir);
}

struct err *unpack_deb(const char *deb, const char *root)
{
	_cleanup_argv_ struct argv argv = {0};
	struct err *err;

	err = dir_make(root);
	if (err)
		return err;
	argv_add(&argv, "dpkg-deb", "-x", deb, root, NULL);
	err = unpack_run(&argv, root);
	if (err)
		return err_wrap(err, "cannot unpack '%s'", deb);
	return NULL;
}

/* The tree in @tar into @dir, with neither owners nor the top directory. */
static struct err *untar(const char *tar, const char *dir)
{
	_cleanup_argv_ struct argv argv = {0};
	struct err *err;

	err = dir_make(dir);
	if (err)
		return err;
	argv_add(&argv, "tar", "--extract", "--no-same-owner",
		 "--strip-components=1", "--directory", dir, "--file", tar,
		 NULL);
	return unpack_run(&argv, dir);
}

struct err *unpack_source(const char *deb, const char *series, const char *dir)
{
	_cleanup_free_ char *tar = NULL, *tree = NULL;
	_cleanup_dir_temp_ char *temp = NULL;
	char *parent_end = strrchr(dir, '/');
	_cleanup_free_ char *parent = NULL;
	struct err *err;

	parent = xstrndup(dir, parent_end - dir);
	err = dir_make_temp(parent, "source", &temp);
	if (err)
		return err;
	err = unpack_deb(deb, temp);
	if (err)
		return err;
	tar = xasprintf("%s/usr/src/linux-source-%s.tar.xz", temp, series);
	tree = xasprintf("%s/tree", temp);
	err = untar(tar, tree);
	if (err)
		return err_wrap(err, "cannot unpack '%s'", deb);
	if (rename(tree, dir))
		return err_errno(errno, "cannot rename '%s'", tree);
	return NULL;
}

/*
 * In the headers' Makefile, "include /usr/src/NAME" becomes a path that starts
 * from where the Makefile is, so that the cache may be moved. realpath, since
 * the kernel's own Makefile works out from its path where the sources are.
 */
static struct err *makefile_relocate(const char *path)
{
	static const char from[] = "include /usr/src/";
	static const char to[] =
		"include $(dir $(realpath $(lastword $(MAKEFILE_LIST))))../";
	_cleanup_free_ char *text = NULL, *fixed = NULL;
	struct err *err;
	char *hit;

	err = file_read(path, &text, NULL);
	if (err)
		return err;
	hit = strstr(text, from);
	if (!hit || strstr(hit + 1, from))
		return err_new(ERR_FAILED, "'%s' is not the Makefile that "
			       "kmend knows", path);
	fixed = xasprintf("%.*s%s%s", (int)(hit - text), text, to,
			  hit + sizeof(from) - 1);
	return file_write(path, fixed, strlen(fixed));
}

/* A link below lib/modules/RELEASE to an absolute /usr/src/... */
static struct err *link_relocate(const char *root, const char *release,
				 const char *name)
{
	_cleanup_free_ char *path = NULL, *fixed = NULL;
	char target[4096];
	ssize_t n;

	path = xasprintf("%s/lib/modules/%s/%s", root, release, name);
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return errno == ENOENT ? NULL :
		       err_errno(errno, "cannot read link '%s'", path);
	target[n] = '\0';
	if (target[0] != '/')
		return NULL;
	fixed = xasprintf("../../..%s", target);
	if (unlink(path) || symlink(fixed, path))
		return err_errno(errno, "cannot write link '%s'", path);
	return NULL;
}

struct err *unpack_relocate(const char *root, const char *release)
{
	_cleanup_free_ char *makefile = NULL;
	struct err *err;

	makefile = xasprintf("%s/usr/src/linux-headers-%s/Makefile", root,
			     release);
	err = makefile_relocate(makefile);
	if (!err)
		err = link_relocate(root, release, "build");
	if (!err)
		err = link_relocate(root, release, "source");
	return err;
}
