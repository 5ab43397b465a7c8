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

struct unidiff_line {
	char sign;		/* '+' or '-' */
	size_t line;		/* in the new file, or in the old one */
	const char *text;
};

struct unidiff_file {
	const char *path;	/* without "a/": "fs/proc/uptime.c" */
	size_t line;		/* of its "+++" in the diff, from 1 */
	size_t n_hunks;
	VEC(struct unidiff_line) changes;
	bool is_new, is_gone;	/* the diff makes it, deletes it */
};

struct unidiff {
	const char *path;	/* of the diff itself */
	const char *subject;	/* "Subject:" without "[PATCH 1/2]", or NULL */
	const char *cves;	/* "CVE-..." in front of the diff, in order */
	unsigned int strip;	/* patch -pN */
	VEC(struct unidiff_file) files;
};

/**
 * Read a unified diff, made by git or by diff -u.
 *
 * Text in front of and between the files' diffs is allowed, as in an e-mail.
 * Names are relative and without "..", or the diff is refused.
 *
 * @param strip  how many leading directories the names have too many.
 * @param ret    filled on success; strings are of @arena, free with
 *               unidiff_deinit().
 */
struct err *unidiff_read(struct arena *arena, const char *path,
			 unsigned int strip, struct unidiff *ret)
	__must_check;
/** A list of CVEs ("" or "CVE-... CVE-...") with another, unless it is there. */
const char *cves_add(struct arena *arena, const char *cves, const char *more);

void unidiff_deinit(struct unidiff *diff);

#endif
