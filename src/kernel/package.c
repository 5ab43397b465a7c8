// SPDX-License-Identifier: GPL-2.0
/*
 * package - a stock kernel's Debian packages, fetched and unpacked
 *
 * CACHE/kernels/RELEASE_VERSION is one kernel: root/ with image, headers and
 * kbuild, source/, and the file "kernel" once these are complete. With a
 * source of the user's, a hash of its path is part of the name, so that what
 * others keep in that directory never mixes two sources.
 *
 * A lock beside the directory lets one fetch at a time work in it. Programs
 * that are started meanwhile inherit it: if this one is killed, the next
 * fetch waits until its orphans are done with the directory.
 */
#include "kernel/package.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "kernel/deb_version.h"
#include "kernel/package_record.h"
#include "kernel/package_stage.h"

struct err *cache_dir(char **ret)
{
	const char *own = getenv("KMEND_CACHE"), *xdg, *home;
	char cwd[PATH_MAX];

	if (own && *own) {
		if (own[0] == '/') {
			*ret = xstrdup(own);
			return NULL;
		}
		if (!getcwd(cwd, sizeof(cwd)))
			return err_errno(errno, "getcwd");
		*ret = xasprintf("%s/%s", cwd, own);
		return NULL;
	}
	xdg = getenv("XDG_CACHE_HOME");
	home = getenv("HOME");
	if (xdg && xdg[0] == '/')
		*ret = xasprintf("%s/kmend", xdg);
	else if (home && home[0] == '/')
		*ret = xasprintf("%s/.cache/kmend", home);
	else
		return err_advise(err_new(ERR_FAILED,
					  "there is no place for the cache: $HOME is not set"),
				  "set $KMEND_CACHE to a directory");
	return NULL;
}

/* CACHE/kernels. The kernel's Makefile works at no path with a blank or ':'. */
static struct err *kernels_dir(char **ret)
{
	_cleanup_free_ char *cache = NULL;
	struct err *err = cache_dir(&cache);

	if (err)
		return err;
	if (strpbrk(cache, " \t\n:"))
		return err_advise(err_new(ERR_FAILED,
					  "kernel headers do not work below '%s': blank or colon in the path",
					  cache),
				  "set $KMEND_CACHE to another directory");
	*ret = xasprintf("%s/kernels", cache);
	return NULL;
}

/* Is @a to be taken rather than @b, which may be NULL? */
static bool is_better(const struct kernel *a, const struct kernel *b)
{
	int cmp;

	if (!b)
		return true;
	cmp = deb_version_cmp(a->version, b->version);
	return cmp ? cmp > 0 : !kernel_has_own_source(a);
}

/*
 * The best of the cache; *ret is NULL if there is none.
 *
 * @param source  only with this source of the user's; "": only without any;
 *                NULL: either will do.
 */
static struct err *cached_find(const struct package_name *name,
			       const char *source, struct kernel **ret)
{
	_cleanup_kernel_ struct kernel *best = NULL;
	_cleanup_free_ char *kernels = NULL;
	struct err *err = kernels_dir(&kernels);
	struct dirent *entry;
	DIR *dir;

	if (err)
		return err;
	dir = opendir(kernels);
	while (dir && (entry = readdir(dir))) {
		_cleanup_kernel_ struct kernel *kernel = NULL;
		_cleanup_free_ char *path = NULL;
		bool own;

		if (entry->d_name[0] == '.')
			continue;
		path = xasprintf("%s/%s", kernels, entry->d_name);
		/* Not complete (yet): no kernel of the cache. */
		err_destroy(record_read(path, &kernel));
		if (!kernel || kernel->own ||
		    !package_name_fits(name, kernel->release, kernel->version))
			continue;
		own = kernel_has_own_source(kernel);
		if (source && (own != !!*source ||
			       (own && strcmp(source, kernel->source))))
			continue;
		if (is_better(kernel, best)) {
			kernel_destroy(best);
			best = take_ptr(kernel);
		}
	}
	if (dir)
		closedir(dir);
	*ret = take_ptr(best);
	return NULL;
}

struct err *kernel_open(const char *what, struct kernel **ret)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct kernel *kernel = NULL;
	struct package_name name;
	struct err *err;

	err = package_name_parse(arena, what, &name);
	if (!err)
		err = cached_find(&name, NULL, &kernel);
	if (err)
		return err;
	if (!kernel)
		return err_advise(err_new(ERR_FAILED,
					  "kernel %s is not in the cache",
					  what),
				  "get it with 'kmend fetch %s'", what);
	*ret = kernel;
	return NULL;
}

/* A source tree that the user names: its real path, if it is one. */
static struct err *source_check(struct arena *arena, const char *source,
				const char *series, const char **ret)
{
	_cleanup_free_ char *makefile = NULL, *text = NULL, *real = NULL;
	unsigned int major, minor;
	struct err *err;
	const char *at;

	real = realpath(source, NULL);
	if (!real)
		return err_errno(errno, "--source: '%s'", source);
	makefile = xasprintf("%s/Makefile", real);
	err = file_read(makefile, &text, NULL);
	if (err)
		return err_wrap(err, "--source: no kernel source");
	at = strstr(text, "VERSION = ");
	if (!at || sscanf(at, "VERSION = %u\nPATCHLEVEL = %u", &major,
			  &minor) != 2)
		return err_new(ERR_FAILED,
			       "--source: '%s' is no kernel source", real);
	if (strcmp(arena_printf(arena, "%u.%u", major, minor), series))
		return err_new(ERR_FAILED,
			       "--source: '%s' is the source of %u.%u, not of %s",
			       real, major, minor, series);
	*ret = arena_strdup(arena, real);
	return NULL;
}

/* Its directory; @source is the user's own, or NULL. */
static const char *kernel_dir(struct arena *arena, const char *kernels,
			      const struct packages *p, const char *source)
{
	const char *dir = arena_printf(arena, "%s/%s_%s", kernels, p->release,
				       p->version);

	if (source)
		dir = arena_printf(arena, "%s_%016llx", dir,
				   (unsigned long long)XXH3_64bits(source,
							strlen(source)));
	return dir;
}

static struct err *fill(const struct packages *p, const char *dir,
			const char *source)
{
	_cleanup_free_ char *unpacked = xasprintf("%s/source", dir);
	_cleanup_free_ char *root = xasprintf("%s/root", dir);
	_cleanup_free_ char *path = xasprintf("%s.lock", dir);
	_cleanup_kernel_ struct kernel *done = NULL;
	_cleanup_lock_ int lock = -1;
	struct err *err;

	err = dir_make(dir);
	if (!err)
		err = lock_take_inherited(path, &lock);
	if (err)
		return err;
	/* Somebody else may have been at it while we waited. */
	err_destroy(record_read(dir, &done));
	if (done)
		return NULL;
	err = package_stages(p, dir, !source);
	if (!err)
		err = package_verify(root, p->list[PACKAGE_COMMON].package,
				     source ? source : unpacked);
	if (!err)
		err = record_write(dir, p, source);
	return err;
}

/* linux-source has no patches of the -rt kernels. */
static struct err *flavour_check(const struct package_name *name,
				 const char *source)
{
	if (source || strcmp(name->flavour, "rt-amd64"))
		return NULL;
	return err_advise(err_new(ERR_FAILED,
			"the -rt kernels are built with patches that linux-source does not have"),
		"--source DIR names a source tree with these patches");
}

/* apt could not say what to fetch: maybe the cache has it. Consumes @err. */
static struct err *cached_instead(struct err *err,
				  const struct package_name *name,
				  const char *source, struct kernel **ret)
{
	struct kernel *cached = NULL;

	if (interrupt_signal())
		return err;
	err_destroy(cached_find(name, source ? source : "", &cached));
	if (!cached)
		return err;
	err_destroy(err);
	progress_end("%s %s is in the cache; apt does not have it",
		     cached->release, cached->version);
	*ret = cached;
	return NULL;
}

struct err *kernel_fetch(const char *what, const char *source,
			 struct kernel **ret)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_free_ char *kernels = NULL;
	struct package_name name;
	struct packages packages;
	const char *dir;
	struct err *err;

	err = package_name_parse(arena, what, &name);
	if (!err)
		err = kernels_dir(&kernels);
	if (!err)
		err = flavour_check(&name, source);
	if (!err && source)
		err = source_check(arena, source, name.series, &source);
	if (err)
		return err;
	progress_begin("find", "%s", what);
	err = packages_choose(arena, &name, !source, &packages);
	if (err)
		return cached_instead(err, &name, source, ret);
	progress_end("%s %s", packages.release, packages.version);
	dir = kernel_dir(arena, kernels, &packages, source);
	err = fill(&packages, dir, source);
	if (!err)
		err = record_read(dir, ret);
	return err;
}
