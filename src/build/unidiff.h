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

struct unidiff_hunk {
	const char *text;	/* lines end with NUL, not a newline */
	size_t size;
};

struct unidiff_file {
	const char *path;	/* without "a/": "fs/proc/uptime.c" */
	const char *from;	/* it begins as a copy of that file; or NULL */
	const char *old_name, *new_name; /* as the diff has them; "/dev/null" */
	size_t line;		/* of its "+++" in the diff, from 1 */
	size_t n_hunks;
	VEC(struct unidiff_line) changes;
	VEC(struct unidiff_hunk) hunks;
	bool is_new, is_gone;	/* the diff makes it, deletes it */
	bool was_empty;		/* the old one has no lines, if it is there */
	bool is_rename;		/* @from goes, in an entry of its own */
	bool is_mode;		/* nothing but its mode changes */
	bool is_binary;		/* no text, or a link: only git can apply it */
	bool is_bare;		/* git says all of it, there are no hunks */
};

struct unidiff {
	const char *path;	/* of the diff itself */
	const char *subject;	/* "Subject:" without "[PATCH 1/2]", or NULL */
	const char *cves;	/* "CVE-..." in front of the diff, in order */
	int strip;		/* as patch -pN; -1: nobody has said it yet */
	VEC(struct unidiff_file) files;
};

/**
 * Read a unified diff, made by git or by diff -u, as diff_load() reads files.
 *
 * Text in front of and between the files' diffs is allowed, as in an e-mail.
 * Names are relative and without "..", or the diff is refused.
 *
 * @param strip  how many leading directories the names have too many; -1: to
 *               be found out, and until then files have no @path.
 * @param ret    filled on success; strings are of @arena, free with
 *               unidiff_deinit().
 */
struct err *unidiff_read(struct arena *arena, const char *path, int strip,
			 struct unidiff *ret) __must_check;

/**
 * As unidiff_read(), of a text in memory.
 *
 * @param path  what messages call it.
 * @param text  is cut into lines.
 */
struct err *unidiff_parse(struct arena *arena, const char *path, char *text,
			  int strip, struct unidiff *ret) __must_check;

/** Give the files their paths, less that many leading directories. */
struct err *unidiff_strip(struct arena *arena, struct unidiff *diff,
			  int strip) __must_check;

/**
 * As unidiff_strip(), with as many as it takes to find the files in @source;
 * one, if none does. A diff that has its paths keeps them. What had no lines
 * and is not there is a new file.
 */
struct err *unidiff_choose(struct arena *arena, struct unidiff *diff,
			   const char *source) __must_check;

/**
 * The hunks of some files as a plain diff for patch -p1.
 *
 * @param begin, end  index of the first file, and behind the last.
 * @param ret         malloc()ed.
 */
void unidiff_text(const struct unidiff *diff, size_t begin, size_t end,
		  char **ret, size_t *ret_size);

/** A list of CVEs ("" or "CVE-... CVE-...") with another, unless it is there. */
const char *cves_add(struct arena *arena, const char *cves, const char *more);

void unidiff_deinit(struct unidiff *diff);

/* For the files of it. */

/** Of "a/fs/x.c<tab>1970-01-01 ..." how much is the name. */
size_t unidiff_name_len(const char *text);

/** Is the time behind the name zero, as diff -N writes for no file? */
bool unidiff_is_epoch(const char *text);

/**
 * What git says of a file beside its hunks; reset by each "diff --git".
 */
struct git_head {
	const char *line;	/* "a/x b/y", or NULL: none is open */
	size_t number;		/* of that line */
	const char *from, *to;	/* renamed or copied */
	bool is_rename, is_new, is_gone, is_mode, is_binary;
};

/**
 * A line of such a head.
 *
 * @param ret_file  set if with this line another file is complete that has no
 *                  hunks: then it is to be added.
 * @return          is it one?
 */
bool git_line(struct arena *arena, struct git_head *head, const char *line,
	      size_t number, struct unidiff_file *ret_file, bool *ret_has);

/** Is the head that of the file whose names these are? */
bool git_is_of(const struct git_head *head, const char *old, const char *new);

/** The last file of a diff, if it has no hunks. */
bool git_finish(struct arena *arena, struct git_head *head,
		struct unidiff_file *ret_file);

#endif
