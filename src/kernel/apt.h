/* SPDX-License-Identifier: GPL-2.0 */
/*
 * apt - ask apt what packages there are, and let it fetch them
 *
 * All strings returned come from the arena that is given.
 */
#ifndef KMEND_KERNEL_APT_H
#define KMEND_KERNEL_APT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

struct apt_version {
	const char *package;
	const char *version;
};

struct apt_versions {
	VEC(struct apt_version) list;
};

struct apt_names {
	VEC(const char *) list;
};

static inline void apt_versions_deinit(struct apt_versions *versions)
{
	vec_deinit(&versions->list);
}
#define _cleanup_versions_ __attribute__((cleanup(apt_versions_deinit)))

static inline void apt_names_deinit(struct apt_names *names)
{
	vec_deinit(&names->list);
}
#define _cleanup_names_ __attribute__((cleanup(apt_names_deinit)))

/** Names of all packages that begin with @prefix. */
struct err *apt_find_names(struct arena *arena, const char *prefix,
			   struct apt_names *ret) __must_check;

/**
 * All versions of some packages that can be fetched, newest first for each
 * package. Packages that apt does not know are not in the answer.
 *
 * @param names  at least one.
 */
struct err *apt_find_versions(struct arena *arena,
			      const struct apt_names *names,
			      struct apt_versions *ret) __must_check;

/** The Depends: line of a package. */
struct err *apt_depends(struct arena *arena, const char *package,
			const char *version, const char **ret) __must_check;

/**
 * Fetch packages into @dir. apt checks them against its signed lists; a file
 * that is there is checked and kept, a part of one is completed.
 *
 * @param ret  room for @n paths, of the .deb files.
 */
struct err *apt_download(struct arena *arena, const char *dir,
			 const struct apt_version *packages, size_t n,
			 const char **ret) __must_check;

/** Read the archive's lists again; needs root. */
struct err *apt_update(void) __must_check;

#endif
