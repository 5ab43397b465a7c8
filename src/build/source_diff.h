/* SPDX-License-Identifier: GPL-2.0 */
/*
 * source_diff - what a patch changes in the source, kept in its module
 *
 * `kmend build --on` reads it there and builds another patch on this one.
 */
#ifndef KMEND_BUILD_SOURCE_DIFF_H
#define KMEND_BUILD_SOURCE_DIFF_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "elf/obj.h"

/**
 * Compare the touched files with those of the source: one plain diff for
 * patch -p1, which is the same in whatever form the diffs were given.
 *
 * @param paths  of the touched files.
 * @param ret    of @arena; "" if no file differs.
 */
struct err *source_diff_make(struct arena *arena, const struct map *paths,
			     const char *source, const char *stage,
			     const char **ret) __must_check;

/**
 * The ID of a patch (KMEND_ABI_KEY_ID).
 *
 * @param build_id  of the kernel that it is for.
 * @param diff      of source_diff_make().
 */
const char *source_diff_id(struct arena *arena, const char *name,
			   const char *build_id, const char *diff);

/** Add KMEND_ABI_SEC_SOURCE. */
void source_diff_write(struct obj *obj, const char *diff);

/** Read it; @ret of @arena, NULL if the module has none. */
struct err *source_diff_read(struct arena *arena, const struct obj *obj,
			     const char **ret) __must_check;

#endif
