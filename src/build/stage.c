// SPDX-License-Identifier: GPL-2.0
/*
 * stage - the touched files, with the diffs applied
 *
 * patch(1) applies. Its fuzz is off: a hunk that fits only when context is
 * left out may land in another function, and nobody looks at the result
 * before it runs in a kernel.
 */
#include "build/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/process.h"

static struct err *files_copy(struct arena *arena, const char *source,
			      const struct changes *changes,
			      const char *stage)
{
	struct err *err = NULL;

	vec_for_each(&changes->list, change) {
		const char *to = arena_printf(arena, "%s/%s", stage,
					      change->path);
		const char *from = arena_printf(arena, "%s/%s", source,
						change->path);
		const char *slash = strrchr(to, '/');

		err = dir_make(arena_printf(arena, "%.*s", (int)(slash - to),
					    to));
		if (!err && path_exists(from))
			err = file_copy(from, to);
		if (err)
			break;
	}
	return err;
}

#define HUNKS_SHOWN 8

/*
 * patch(1) says "patching file F", then for each hunk that fits nowhere
 * "Hunk #2 FAILED at 30."; those lines are what users want to see.
 */
static struct err *apply_explain(const struct unidiff *diff, const char *log)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *file = "?", *line = log, *text = "", *shown = NULL;
	unsigned int hunk, at, n = 0;

	while (line) {
		line += *line == '\n';
		if (!strncmp(line, "patching file ", 14))
			file = arena_printf(arena, "%.*s",
					    (int)strcspn(line + 14, "\n"),
					    line + 14);
		if (sscanf(line, "Hunk #%u FAILED at %u", &hunk, &at) == 2 &&
		    n++ < HUNKS_SHOWN) {
			if (shown != file)
				text = arena_printf(arena, "%s%s%s:", text,
						    *text ? "; " : "", file);
			text = arena_printf(arena, "%s%s hunk %u (line %u)",
					    text, shown == file ? "," : "",
					    hunk, at);
			shown = file;
		}
		if (strstr(line, "previously applied) patch detected") &&
		    n++ < HUNKS_SHOWN)
			text = arena_printf(arena, "%s%s%s: it is applied "
					    "already", text, *text ? "; " : "",
					    file);
		line = strchr(line, '\n');
	}
	if (!n)
		return NULL;
	if (n > HUNKS_SHOWN)
		text = arena_printf(arena, "%s and %u more", text,
				    n - HUNKS_SHOWN);
	return err_advise(err_new(ERR_FAILED, "'%s' does not apply: %s",
				  diff->path, text),
			  "is the diff for this version of Linux?");
}

/* The files from @begin on up to @end have hunks. */
static struct err *hunks_apply(const struct unidiff *diff, size_t begin,
			       size_t end, const char *stage)
{
	char *out = NULL, *messages = NULL;
	static const char *const env[] = { "LC_ALL=C", "PATCH_GET=0", NULL };
	_cleanup_free_ char *path = xasprintf("%s.diff", stage), *text = NULL;
	struct process opt = { .cwd = stage, .env = env, .ret_out = &out,
			       .stdin_path = path, .ret_err = &messages };
	_cleanup_argv_ struct argv argv = {0};
	struct err *err, *why;
	size_t size;

	unidiff_text(diff, begin, end, &text, &size);
	err = file_write(path, text, size);
	if (err)
		return err;
	argv_add(&argv, "patch", "-p1", "--batch", "--forward", "--fuzz=0",
		 "--no-backup-if-mismatch", "--reject-file=-", NULL);
	err = process_run(&argv, &opt);
	if (err && out) {
		why = apply_explain(diff, out);
		if (why) {
			err_destroy(err);
			err = why;
		} else {
			err = err_wrap(err, "'%s' does not apply", diff->path);
		}
	}
	remove(path);
	free(out);
	free(messages);
	return err;
}

/* What git says besides hunks: copies, empty files. */
static struct err *head_apply(const struct unidiff_file *file,
			      const char *source, const char *stage)
{
	_cleanup_free_ char *to = xasprintf("%s/%s", stage, file->path);
	_cleanup_free_ char *from = NULL, *there = NULL;
	struct err *err;

	if (file->is_gone) {
		if (!file->is_rename)
			remove(to);
		return NULL;
	}
	if (!file->is_new)
		return NULL;
	if (!file->from)
		return file_write(to, "", 0);
	there = xasprintf("%s/%s", stage, file->from);
	from = path_exists(there) ? xstrdup(there) :
	       xasprintf("%s/%s", source, file->from);
	err = file_copy(from, to);
	if (!err && file->is_rename)
		remove(there);
	return err;
}

/* One run of patch(1) for all files up to the next that begins as a copy. */
struct err *stage_diff(const struct unidiff *diff, const char *source,
		       const char *stage)
{
	size_t begin = 0, n = diff->files.n;
	struct err *err = NULL;

	for (size_t i = 0; !err && i < n; i++) {
		const struct unidiff_file *file = &diff->files.v[i];

		if (!file->from && !file->is_bare)
			continue;
		if (begin < i)
			err = hunks_apply(diff, begin, i, stage);
		if (!err)
			err = head_apply(file, source, stage);
		begin = file->is_bare ? i + 1 : i;
	}
	if (!err && begin < n)
		err = hunks_apply(diff, begin, n, stage);
	return err;
}

struct err *stage_apply(struct arena *arena, const struct diffs *diffs,
			const char *source, const struct changes *changes,
			const char *stage)
{
	struct err *err = files_copy(arena, source, changes, stage);

	for (size_t i = 0; !err && i < diffs->list.n; i++)
		err = stage_diff(&diffs->list.v[i], source, stage);
	return err;
}
