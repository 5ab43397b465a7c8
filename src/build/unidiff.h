/* SPDX-License-Identifier: GPL-2.0 */
/*
 * unidiff - what a source diff touches
 *
 * Reads headers and counts lines; it is patch(1) that applies it.
 */
#ifndef KMEND_BUILD_UNIDIFF_H
#define KMEND_BUILD_UNIDIFF_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

struct unidiff_file {
	const char *path;	/* without "a/": "fs/proc/uptime.c" */
	size_t line;		/* of its "+++" in the diff, from 1 */
	size_t n_hunks;
	bool is_new, is_gone;	/* the diff makes it, deletes it */
};

struct unidiff {
	const char *path;	/* of the diff itself */
	const char *subject;	/* "Subject:" without "[PATCH 1/2]", or NULL */
	VEC(struct unidiff_file) files;
};

/**
 * Read a unified diff, made by git or by diff -u, to be applied with -p1.
 *
 * Text in front of and between the files' diffs is allowed, as in an e-mail.
 * Names are relative and without "..", or the diff is refused.
 *
 * @param ret  filled on success; strings are of @arena, free with
 *             unidiff_deinit().
 */
struct err *unidiff_read(struct arena *arena, const char *path,
			 struct unidiff *ret) __must_check;
void unidiff_deinit(struct unidiff *diff);

#endif
