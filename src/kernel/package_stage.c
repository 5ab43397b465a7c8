// SPDX-License-Identifier: GPL-2.0
/*
 * package_stage - fetch and unpack the packages of one kernel, by stages
 *
 * A stage is a directory that is made under another name and renamed. So it
 * is there or it is not, whenever the program or the machine stopped, and the
 * next run begins with the stage that is missing. What a killed run left
 * under other names is swept away first.
 */
#include "kernel/package_stage.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "kernel/unpack.h"

/* Temporary directories are called STAGE.XXXXXX. */
static struct err *sweep(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	struct err *err = NULL;

	if (!d)
		return err_errno(errno, "cannot read '%s'", dir);
	while (!err && (entry = readdir(d))) {
		_cleanup_free_ char *path = NULL;

		if (strncmp(entry->d_name, "root.", 5) &&
		    strncmp(entry->d_name, "source.", 7))
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		err = dir_remove(path);
	}
	closedir(d);
	return err;
}

/* Fetches packages from..to (inclusive) into DIR/debs; ret[] by package. */
static struct err *fetch(struct arena *arena, const struct packages *p,
			 enum package from, enum package to, const char *dir,
			 const char **ret)
{
	const char *debs = arena_printf(arena, "%s/debs", dir);
	struct err *err = dir_make(debs);

	if (err)
		return err;
	progress_begin("fetch", "%s %s", from == PACKAGE_SOURCE ?
		       p->list[from].package : p->release, p->version);
	for (enum package i = from; i <= to; i++)
		progress_verbose("%s %s", p->list[i].package,
				 p->list[i].version);
	err = apt_download(arena, debs, &p->list[from],
			   (size_t)(to - from) + 1, &ret[from]);
	if (err)
		return err_wrap(err, "cannot fetch the packages");
	progress_end(NULL);
	return NULL;
}

struct unpack {
	const char *deb, *root;
};

static struct err *unpack_work(void *elem, void *data)
{
	struct unpack *unpack = elem;

	(void)data;
	return unpack_deb(unpack->deb, unpack->root);
}

/* No two packages have the same file. */
static struct err *unpack_all(const char *const *debs, const char *root)
{
	struct unpack list[PACKAGE_KBUILD + 1];

	for (size_t i = 0; i < ARRAY_LEN(list); i++)
		list[i] = (struct unpack){ debs[i], root };
	return jobs_run(list, ARRAY_LEN(list), sizeof(*list), unpack_work,
			NULL, NULL);
}

static struct err *stage_root(const struct packages *p, const char *dir)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *root = arena_printf(arena, "%s/root", dir);
	_cleanup_dir_temp_ char *temp = NULL;
	const char *debs[PACKAGE_N];
	struct err *err;

	if (path_is_dir(root))
		return NULL;
	err = fetch(arena, p, PACKAGE_IMAGE, PACKAGE_KBUILD, dir, debs);
	if (err)
		return err;
	progress_begin("unpack", "%s", p->release);
	err = dir_make_temp(dir, "root", &temp);
	if (!err)
		err = unpack_all(debs, temp);
	if (!err)
		err = unpack_relocate(temp, p->release);
	if (err)
		return err;
	if (chmod(temp, 0755) || rename(temp, root))
		return err_errno(errno, "cannot rename '%s'", temp);
	progress_end(NULL);
	return NULL;
}

static struct err *stage_source(const struct packages *p, const char *dir)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *source = arena_printf(arena, "%s/source", dir);
	const char *debs[PACKAGE_N];
	struct err *err;

	if (path_is_dir(source))
		return NULL;
	err = fetch(arena, p, PACKAGE_SOURCE, PACKAGE_SOURCE, dir, debs);
	if (err)
		return err;
	progress_begin("unpack", "%s", p->list[PACKAGE_SOURCE].package);
	err = unpack_source(debs[PACKAGE_SOURCE], p->series, source);
	if (err)
		return err;
	progress_end(NULL);
	return NULL;
}

struct err *package_stages(const struct packages *p, const char *dir,
			   bool with_source)
{
	_cleanup_free_ char *debs = xasprintf("%s/debs", dir);
	struct err *err = sweep(dir);

	if (!err)
		err = stage_root(p, dir);
	if (!err && with_source)
		err = stage_source(p, dir);
	if (!err)
		err = dir_remove(debs);
	return err;
}
