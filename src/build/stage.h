/* SPDX-License-Identifier: GPL-2.0 */
/*
 * stage - the touched files, with the diffs applied
 */
#ifndef KMEND_BUILD_STAGE_H
#define KMEND_BUILD_STAGE_H

#include "base/diag.h"
#include "base/err.h"
#include "base/vec.h"
#include "build/tree.h"
#include "build/unidiff.h"

struct diffs {
	VEC(struct unidiff) list;
};

enum change_kind {
	CHANGE_C,		/* a unit, or what a unit includes */
	CHANGE_HEADER,
	CHANGE_MAKEFILE,
	CHANGE_NONE,		/* no part of what runs */
};

struct change {
	const char *path;	/* "fs/proc/uptime.c" */
	enum change_kind kind;
	bool is_new, is_gone;	/* all diffs together make it, delete it */
	bool is_unit;		/* a unit that nobody else includes */
};

struct changes {
	VEC(struct change) list;
};

/**
 * Which files the diffs touch, each once, in order of first mention.
 *
 * @param diags  gets a finding for each file whose change cannot come into a
 *               running kernel, and a note for what is no part of it.
 */
void stage_changes(const struct diffs *diffs, const char *source,
		   struct changes *ret, struct diags *diags);

/**
 * Copy the touched files from the source to @stage and apply all diffs there,
 * in order. Context must match exactly; lines may have moved.
 *
 * @return  NULL, or which hunks of which files do not apply.
 */
struct err *stage_apply(struct arena *arena, const struct diffs *diffs,
			const char *source, const struct changes *changes,
			const char *stage) __must_check;

/**
 * Apply one diff to the files in @stage.
 *
 * @param source  where files are that the diff copies, and @stage has not.
 */
struct err *stage_diff(const struct unidiff *diff, const char *source,
		       const char *stage) __must_check;

#endif
