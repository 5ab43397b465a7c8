/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stage - the touched files, with the diffs applied
 */
#ifndef KMEND_BUILD_STAGE_H
#define KMEND_BUILD_STAGE_H

#include "base/diag.h"
#include "base/err.h"
#include "base/vec.h"
#include "build/unidiff.h"
#include "build/unit.h"

struct diffs {
	VEC(struct unidiff) list;
};

/**
 * Which units the diffs touch, each once, in order of first mention.
 *
 * @param diags  gets a finding for each file that is no .c file of the
 *               kernel, new, or deleted.
 */
void stage_units(const struct diffs *diffs, const struct tree *tree,
		 struct units *ret, struct diags *diags);

/**
 * Copy the touched files from the source to @stage and apply all diffs there,
 * in order. Context must match exactly; lines may have moved.
 *
 * @return  NULL, or which hunk of which file does not apply.
 */
struct err *stage_apply(struct arena *arena, const struct diffs *diffs,
			const struct tree *tree, const struct units *units,
			const char *stage) __must_check;

/** Apply one diff to the files in @stage. */
struct err *stage_diff(const struct unidiff *diff, const char *stage)
	__must_check;

#endif
