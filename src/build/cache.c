// SPDX-License-Identifier: GPL-2.0
/*
 * cache - what is kept between builds, and how it is emptied
 *
 * CACHE/kernels/RELEASE_VERSION is all about one kernel; its file "kernel" is
 * touched when it is used. Builds hold a lock from before they look for a
 * kernel, and cleaning keeps them from beginning, so nothing goes away under
 * a build. Directories leave by rename(), into a directory that is swept up
 * should we be killed. The files that are locks stay: somebody may wait there.
 */
#include "build/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "build/work.h"
#include "kernel/package_name.h"
#include "kernel/package_record.h"

const char *const cache_part_names[N_CACHE_PARTS] = {
	[CACHE_PACKAGES] = "packages", [CACHE_SOURCE] = "source",
	[CACHE_TREE] = "tree", [CACHE_UNITS] = "units",
	[CACHE_KITS] = "kits", [CACHE_FACTS] = "facts",
};

typedef void entry_fn(struct cache_kernel *, const char *, uint64_t);

/* Bytes on disk of a file, or of a directory and all below it. */
static uint64_t size_at(int dir, const char *name)
{
	struct dirent *entry;
	struct stat st;
	uint64_t sum;
	DIR *d;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return 0;
	sum = (uint64_t)st.st_blocks * 512;
	if (!S_ISDIR(st.st_mode) || interrupt_signal())
		return sum;
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	d = fd >= 0 ? fdopendir(fd) : NULL;
	if (!d && fd >= 0)
		close(fd);
	while (d && (entry = readdir(d)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			sum += size_at(dirfd(d), entry->d_name);
	if (d)
		closedir(d);
	return sum;
}

static bool starts(const char *name, const char *with)
{
	return !strncmp(name, with, strlen(with));
}

/* Calls @fn for what is in the directory, with its size. */
static void each_entry(const char *path, entry_fn *fn,
		       struct cache_kernel *kernel)
{
	DIR *d = opendir(path);
	struct dirent *entry;

	while (d && (entry = readdir(d)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			fn(kernel, entry->d_name,
			   size_at(dirfd(d), entry->d_name));
	if (d)
		closedir(d);
}

static void tree_entry(struct cache_kernel *kernel, const char *name,
		       uint64_t size)
{
	bool units = starts(name, "kmend-") && strcmp(name, "kmend-ready");

	kernel->size[units ? CACHE_UNITS : CACHE_TREE] += size;
}

static void kernel_entry(struct cache_kernel *kernel, const char *name,
			 uint64_t size)
{
	enum cache_part part = CACHE_PACKAGES;

	kernel->total += size;
	if (!strcmp(name, "tree"))
		return;		/* looked at by itself */
	if (starts(name, "tree-"))
		part = CACHE_TREE;
	else if (!strcmp(name, "source"))
		part = CACHE_SOURCE;
	else if (starts(name, "kit"))
		part = CACHE_KITS;
	else if (!strcmp(name, "facts"))
		part = CACHE_FACTS;
	kernel->size[part] += size;
}

static void kernel_look(struct cache *cache, const char *name)
{
	struct cache_kernel kernel = {
		.dir = arena_strdup(cache->arena, name),
	};
	const char *path = arena_printf(cache->arena, "%s/kernels/%s",
					cache->dir, name);
	_cleanup_kernel_ struct kernel *record = NULL;
	struct stat st;

	err_destroy(record_read(path, &record));
	if (record) {
		kernel.release = arena_strdup(cache->arena, record->release);
		kernel.version = arena_strdup(cache->arena, record->version);
	}
	each_entry(path, kernel_entry, &kernel);
	each_entry(arena_printf(cache->arena, "%s/tree", path), tree_entry,
		   &kernel);
	if (!stat(arena_printf(cache->arena, "%s/kernel", path), &st) ||
	    !stat(path, &st))
		kernel.last_used = st.st_mtime;
	cache->total += kernel.total;
	vec_push(&cache->kernels, kernel);
}

static void kernels_look(struct cache *cache)
{
	DIR *d = opendir(arena_printf(cache->arena, "%s/kernels", cache->dir));
	struct dirent *entry;

	while (d && (entry = readdir(d))) {
		const char *path = arena_printf(cache->arena, "%s/kernels/%s",
						cache->dir, entry->d_name);

		if (entry->d_name[0] != '.' && path_is_dir(path))
			kernel_look(cache, entry->d_name);
	}
	if (d)
		closedir(d);
}

static int kernel_cmp(const void *pa, const void *pb)
{
	const struct cache_kernel *a = pa, *b = pb;

	if (a->last_used != b->last_used)
		return a->last_used < b->last_used ? 1 : -1;
	return strcmp(a->dir, b->dir);
}

struct err *cache_read(struct cache **ret)
{
	struct arena *arena = arena_create();
	struct cache *cache = arena_new(arena, struct cache);
	_cleanup_free_ char *dir = NULL;
	struct err *err = cache_dir(&dir);
	struct dirent *entry;
	DIR *d;

	cache->arena = arena;
	if (err) {
		arena_destroy(arena);
		return err;
	}
	cache->dir = arena_strdup(arena, dir);
	kernels_look(cache);
	vec_sort(&cache->kernels, kernel_cmp);
	d = opendir(dir);
	while (d && (entry = readdir(d))) {
		const char *name = entry->d_name;
		uint64_t size;

		if (!strcmp(name, ".") || !strcmp(name, "..") ||
		    !strcmp(name, "kernels"))
			continue;
		size = size_at(dirfd(d), name);
		cache->total += size;
		*(starts(name, "build.") ? &cache->builds : &cache->other) +=
			size;
	}
	if (d)
		closedir(d);
	*ret = cache;
	return interrupt_check();
}

void cache_destroy(struct cache *cache)
{
	if (!cache)
		return;
	vec_deinit(&cache->kernels);
	arena_destroy(cache->arena);
}

/* Out of the way, where it is removed in peace. */
static struct err *kernel_move(const struct cache *cache, const char *name,
			       const char *to)
{
	const char *path = arena_printf(cache->arena, "%s/kernels/%s",
					cache->dir, name);

	if (rename(path, arena_printf(cache->arena, "%s/%s", to, name)) &&
	    errno != ENOENT)
		return err_errno(errno, "cannot remove '%s'", path);
	return NULL;
}

/* A fetch has the lock of its kernel, and so have programs it started. */
static struct err *kernel_lock(const struct cache *cache, const char *name,
			       int *ret)
{
	const char *path = arena_printf(cache->arena, "%s/kernels/%s.lock",
					cache->dir, name);

	*ret = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*ret < 0)
		return err_errno(errno, "cannot open '%s'", path);
	if (!flock(*ret, LOCK_EX | LOCK_NB))
		return NULL;
	return err_advise(err_new(ERR_FAILED, "%s is being fetched", name),
			  "nothing was removed; try again later");
}

/* A release to the letter; that of a kernel of one's own is no Debian name. */
static bool release_match(const struct cache *cache, const char *release,
			  bool *match)
{
	bool found = false;

	for (size_t k = 0; k < cache->kernels.n; k++)
		if (cache->kernels.v[k].release &&
		    !strcmp(cache->kernels.v[k].release, release))
			match[k] = found = true;
	return found;
}

/* Which kernels the names mean; each name must mean one. */
static struct err *names_match(const struct cache *cache, char *const *names,
			       size_t n, bool *match)
{
	for (size_t i = 0; i < n; i++) {
		struct package_name name;
		bool found = release_match(cache, names[i], match);
		struct err *err = found ? NULL :
			package_name_parse(cache->arena, names[i], &name);

		if (err)
			return err;
		if (found)
			continue;
		for (size_t k = 0; k < cache->kernels.n; k++) {
			const struct cache_kernel *kernel =
				&cache->kernels.v[k];

			if (!kernel->release ||
			    !package_name_fits(&name, kernel->release,
					       kernel->version))
				continue;
			match[k] = found = true;
		}
		if (!found)
			return err_new(ERR_FAILED,
				       "kernel %s is not in the cache",
				       names[i]);
	}
	return NULL;
}

static struct err *kernels_move(const struct cache *cache, const bool *match,
				int *locks, const char *to,
				uint64_t *ret_freed)
{
	struct err *err = NULL;

	for (size_t k = 0; !err && k < cache->kernels.n; k++)
		if (match[k])
			err = kernel_lock(cache, cache->kernels.v[k].dir,
					  &locks[k]);
	for (size_t k = 0; !err && k < cache->kernels.n; k++) {
		if (!match[k])
			continue;
		err = kernel_move(cache, cache->kernels.v[k].dir, to);
		if (!err)
			*ret_freed += cache->kernels.v[k].total;
	}
	return err;
}

struct err *cache_clean(const struct cache *cache, char *const *names,
			size_t n, uint64_t *ret_freed)
{
	size_t n_kernels = cache->kernels.n;
	bool *match = arena_array(cache->arena, n_kernels + 1, sizeof(*match));
	int *locks = arena_array(cache->arena, n_kernels + 1, sizeof(*locks));
	_cleanup_lock_ int lock = -1;
	struct work work = {0};
	struct err *err;

	*ret_freed = 0;
	for (size_t k = 0; k < n_kernels; k++) {
		locks[k] = -1;
		match[k] = !n;
	}
	err = names_match(cache, names, n, match);
	if (!err && path_is_dir(cache->dir))
		err = work_init_alone(cache->dir, &work, &lock);
	if (!err && work.dir)
		err = kernels_move(cache, match, locks, work.dir, ret_freed);
	for (size_t k = 0; k < n_kernels; k++)
		lock_drop(&locks[k]);
	lock_drop(&lock);
	if (!err)
		*ret_freed += cache->builds;
	if (work.dir && !err)
		err = dir_remove(work.dir);
	work_deinit(&work);
	return err;
}

void cache_used(const char *kernel_dir)
{
	_cleanup_free_ char *path = xasprintf("%s/kernel", kernel_dir);

	/* A cache that we may only read has no times of its own. */
	if (utimensat(AT_FDCWD, path, NULL, 0))
		return;
}
