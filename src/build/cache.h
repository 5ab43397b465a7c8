/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cache - what is kept between builds, and how it is emptied
 */
#ifndef KMEND_BUILD_CACHE_H
#define KMEND_BUILD_CACHE_H

#include <stdint.h>
#include <time.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

enum cache_part {
	CACHE_PACKAGES,		/* as fetched, and unpacked but the source */
	CACHE_SOURCE,
	CACHE_TREE,		/* prepared, with units as shipped */
	CACHE_UNITS,		/* compiled to be compared */
	CACHE_KITS,		/* core and patch entry, compiled */
	CACHE_FACTS,
	N_CACHE_PARTS,
};
extern const char *const cache_part_names[N_CACHE_PARTS];

struct cache_kernel {
	const char *dir;	/* its name in the cache */
	const char *release;	/* NULL: it is not complete */
	const char *version;
	time_t last_used;
	uint64_t size[N_CACHE_PARTS];	/* bytes on disk */
	uint64_t total;
};

struct cache {
	struct arena *arena;
	const char *dir;
	VEC(struct cache_kernel) kernels;	/* last used first */
	uint64_t builds;	/* bytes of builds that run, or were killed */
	uint64_t other;		/* bytes of what is not ours */
	uint64_t total;
};

/**
 * Look what the cache has. A cache that is not there is empty.
 *
 * @param ret  caller's to cache_destroy().
 */
struct err *cache_read(struct cache **ret) __must_check;
void cache_destroy(struct cache *cache);

static inline void cache_cleanup(struct cache **cache)
{
	cache_destroy(*cache);
}
#define _cleanup_cache_ __attribute__((cleanup(cache_cleanup)))

/**
 * Remove kernels and all that was made for them. What is not kmend's stays.
 *
 * An error, and all of it stays, while a build runs or one of these kernels
 * is being fetched. A clean that is killed leaves nothing that looks whole;
 * the next build removes the rest.
 *
 * @param names    releases, maybe with "=VERSION", or series; all if @n is 0.
 * @param ret_freed  bytes.
 */
struct err *cache_clean(const struct cache *cache, char *const *names,
			size_t n, uint64_t *ret_freed) __must_check;

/** Note that the kernel in this directory is used now. */
void cache_used(const char *kernel_dir);

#endif
