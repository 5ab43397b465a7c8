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

/* What a touched file that we cannot compile is; NULL for an ordinary .c. */
static const char *file_refuse(const struct unidiff_file *file,
			       const struct tree *tree, const char **ret_todo)
{
	const char *dot = strrchr(file->path, '.');
	_cleanup_free_ char *path = NULL;

	*ret_todo = "leave it out of the diff; only .c files that are built "
		    "into the kernel can be patched so far";
	if (dot && !strcmp(dot, ".h"))
		return "changed headers are not supported yet";
	if (dot && !strcmp(dot, ".S"))
		return "assembler has no ftrace locations to redirect";
	if (!dot || strcmp(dot, ".c"))
		return "not a file of C that this kernel compiles";
	if (!strncmp(file->path, "arch/x86/entry/vdso/", 20)) {
		*ret_todo = "what runs in user space needs a reboot";
		return "the vdso runs in user space";
	}
	if (file->is_new)
		return "new files are not supported yet";
	if (file->is_gone)
		return "deleted files are not supported yet";
	path = xasprintf("%s/%s", tree->source, file->path);
	if (path_exists(path))
		return NULL;
	*ret_todo = "is the diff for this version of Linux?";
	return "the kernel's source has no such file";
}

static bool units_have(const struct units *units, const char *path)
{
	vec_for_each(&units->list, unit)
		if (!strcmp(unit->path, path))
			return true;
	return false;
}

void stage_units(const struct diffs *diffs, const struct tree *tree,
		 struct units *ret, struct diags *diags)
{
	const char *what, *todo;

	vec_for_each(&diffs->list, diff) {
		vec_for_each(&diff->files, file) {
			what = file_refuse(file, tree, &todo);
			if (what)
				diag_add(diags, DIAG_REFUSE, "KM103",
					 file->path, NULL, 0, todo, "%s",
					 what);
			else if (!units_have(ret, file->path))
				vec_push(&ret->list,
					 ((struct unit){ .path = file->path }));
		}
	}
}

static struct err *files_copy(struct arena *arena, const struct tree *tree,
			      const struct units *units, const char *stage)
{
	struct err *err = NULL;

	vec_for_each(&units->list, unit) {
		const char *to = arena_printf(arena, "%s/%s", stage,
					      unit->path);
		const char *from = arena_printf(arena, "%s/%s", tree->source,
						unit->path);
		const char *slash = strrchr(to, '/');

		err = dir_make(arena_printf(arena, "%.*s", (int)(slash - to),
					    to));
		if (!err)
			err = file_copy(from, to);
		if (err)
			break;
	}
	return err;
}

/*
 * patch(1) says "patching file F", then for each hunk that fits nowhere
 * "Hunk #2 FAILED at 30."; those lines are what users want to see.
 */
static struct err *apply_explain(const struct unidiff *diff, const char *log)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *file = "?", *line = log, *first = NULL;
	const char *advice = "is the diff for this version of Linux, and not "
			     "applied already?";
	unsigned int hunk, at, more = 0;

	while (line) {
		line += *line == '\n';
		if (!strncmp(line, "patching file ", 14))
			file = arena_printf(arena, "%.*s",
					    (int)strcspn(line + 14, "\n"),
					    line + 14);
		if (sscanf(line, "Hunk #%u FAILED at %u", &hunk, &at) == 2) {
			if (!first)
				first = arena_printf(arena, "%s: hunk %u (line "
						     "%u)", file, hunk, at);
			else
				more++;
		}
		if (strstr(line, "previously applied) patch detected") &&
		    !first)
			first = arena_printf(arena, "%s: all of it", file);
		line = strchr(line, '\n');
	}
	if (!first)
		return NULL;
	return err_advise(err_new(ERR_FAILED, "'%s' does not apply: %s%s",
				  diff->path, first,
				  more ? ", and more" : ""), "%s", advice);
}

struct err *stage_diff(const struct unidiff *diff, const char *stage)
{
	char *out = NULL, *messages = NULL;
	static const char *const env[] = { "LC_ALL=C", "PATCH_GET=0", NULL };
	struct process opt = { .cwd = stage, .env = env, .ret_out = &out,
			       .stdin_path = diff->path, .ret_err = &messages };
	_cleanup_argv_ struct argv argv = {0};
	struct err *err, *why;

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
	free(out);
	free(messages);
	return err;
}

struct err *stage_apply(struct arena *arena, const struct diffs *diffs,
			const struct tree *tree, const struct units *units,
			const char *stage)
{
	struct err *err = files_copy(arena, tree, units, stage);

	for (size_t i = 0; !err && i < diffs->list.n; i++)
		err = stage_diff(&diffs->list.v[i], stage);
	return err;
}
