/* SPDX-License-Identifier: GPL-2.0 */
/*
 * series - the diffs of one patch, in order
 */
#ifndef KMEND_BUILD_SERIES_H
#define KMEND_BUILD_SERIES_H

#include "build/stage.h"

/**
 * Read all diffs.
 *
 * @param paths  each a diff ("-": standard input), or a file "series" as quilt
 *               has it: a name of a diff beside it in each line, maybe -pN, and
 *               comments.
 * @param ret    diffs are added, also on failure; unidiff_deinit() each.
 */
struct err *series_read(struct arena *arena, char *const *paths, size_t n,
			struct diffs *ret) __must_check;

/** The files get their paths, by what there is in @source. */
struct err *series_choose(struct arena *arena, struct diffs *diffs,
			  const char *source) __must_check;

/** The first subject, and how many diffs there are besides. */
const char *series_subject(struct arena *arena, const struct diffs *diffs);

/** All CVEs that the diffs' headers name, each once. */
const char *series_cves(struct arena *arena, const struct diffs *diffs);

#endif
