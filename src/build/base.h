/* SPDX-License-Identifier: GPL-2.0 */
/*
 * base - the patches that a patch is built on (kmend build --on)
 *
 * The new patch has all that they change, and takes their place when it is
 * enabled: docs/decisions/built-on.md.
 */
#ifndef KMEND_BUILD_BASE_H
#define KMEND_BUILD_BASE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "build/stage.h"

struct base {
	const char *path;		/* of the module */
	const char *name, *id, *on;	/* of .kmend.info; @on may be "" */
	const char *release, *build_id, *cves;
	const char *diff;		/* what it changes in the source */
};

struct bases {
	VEC(struct base) list;
};

/**
 * Read the modules.
 *
 * @param unverified  they may be built without proof.
 * @param ret         free with bases_deinit(), also after a failure; strings
 *                    are of @arena.
 */
struct err *bases_read(struct arena *arena, const char *const *paths, size_t n,
		       bool unverified, struct bases *ret) __must_check;
void bases_deinit(struct bases *bases);

/** Their changes, one diff each, behind what is in @ret. */
struct err *bases_diffs(struct arena *arena, const struct bases *bases,
			struct diffs *ret) __must_check;

/** The IDs of all of them, and of those that they were built on. */
const char *bases_ids(struct arena *arena, const struct bases *bases);

/** Their CVEs and those of @more, each once. */
const char *bases_cves(struct arena *arena, const struct bases *bases,
		       const char *more);

/** The new patch needs a name of its own: both are loaded for a while. */
struct err *bases_check_name(const struct bases *bases, const char *name)
	__must_check;
/** They must be for the kernel that the new patch is for. */
struct err *bases_check_release(const struct bases *bases,
				const char *release) __must_check;
struct err *bases_check_build(const struct bases *bases, const char *build_id)
	__must_check;

#endif
