// SPDX-License-Identifier: GPL-2.0
/*
 * applied - is what does not apply in the source already?
 *
 * On a copy of the touched files everything is taken out again, from the last
 * file of the last diff to the first, where it can be taken out but not be put
 * in. What was taken out the source has. Then all of it must go in, in order:
 * if it does, nothing else is in the way.
 */
#include "build/applied.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/process.h"

#define NAMES_SHOWN 8

struct applied {
	struct arena *arena;
	const struct diffs *diffs;
	const char *dir;	/* of the copy */
	size_t n_files, n_in;	/* with hunks; of which the source has */
	const char *names;	/* of those that it has */
	bool twice;		/* two diffs make the same change */
};

/* Runs patch(1) for one file of a diff. Does it apply? */
static bool file_run(const struct applied *a, const struct unidiff *diff,
		     size_t i, bool reverse, bool dry)
{
	const char *path = arena_printf(a->arena, "%s.diff", a->dir);
	static const char *const env[] = { "LC_ALL=C", "PATCH_GET=0", NULL };
	_cleanup_free_ char *out = NULL, *messages = NULL, *text = NULL;
	int status = 1;
	struct process opt = { .cwd = a->dir, .env = env, .ret_out = &out,
			       .stdin_path = path, .ret_err = &messages,
			       .ret_status = &status };
	_cleanup_argv_ struct argv argv = {0};
	size_t size;

	unidiff_text(diff, i, i + 1, &text, &size);
	err_destroy(file_write(path, text, size));
	argv_add(&argv, "patch", "-p1", "--batch", "--forward", "--fuzz=0",
		 "--no-backup-if-mismatch", "--reject-file=-", NULL);
	if (reverse)
		argv_add(&argv, "--reverse", NULL);
	if (dry)
		argv_add(&argv, "--dry-run", NULL);
	err_destroy(process_run(&argv, &opt));
	remove(path);
	return !status;
}

static bool files_copy(const struct applied *a, const char *source)
{
	struct err *err = NULL;

	vec_for_each(&a->diffs->list, diff)
		vec_for_each(&diff->files, file) {
			const char *from, *to;

			/* a diff whose names are not understood yet */
			if (!file->path)
				return false;
			from = arena_printf(a->arena, "%s/%s", source,
					    file->path);
			to = arena_printf(a->arena, "%s/%s", a->dir,
					  file->path);
			if (err || !path_exists(from) || path_exists(to))
				continue;
			err = dir_make(arena_printf(a->arena, "%.*s",
				       (int)(strrchr(to, '/') - to), to));
			if (!err)
				err = file_copy(from, to);
		}
	if (!err)
		return true;
	err_destroy(err);
	return false;
}

static void name_add(struct applied *a, const char *name)
{
	a->n_in++;
	if (a->n_in <= NAMES_SHOWN)
		a->names = arena_printf(a->arena, "%s%s%s", name,
					*a->names ? ", " : "", a->names);
}

static void all_take_out(struct applied *a)
{
	for (size_t d = a->diffs->list.n; d--;) {
		const struct unidiff *diff = &a->diffs->list.v[d];

		for (size_t i = diff->files.n; i--;) {
			const struct unidiff_file *file = &diff->files.v[i];

			if (file->is_bare || file->from || interrupt_signal())
				continue;
			a->n_files++;
			if (file_run(a, diff, i, false, true) ||
			    !file_run(a, diff, i, true, true))
				continue;
			file_run(a, diff, i, true, false);
			name_add(a, file->path);
		}
	}
}

/* True if nothing is in the way then. */
static bool all_put_in(struct applied *a)
{
	bool fits = true;

	vec_for_each(&a->diffs->list, diff)
		for (size_t i = 0; i < diff->files.n; i++) {
			const struct unidiff_file *file = &diff->files.v[i];

			if (file->is_bare || file->from || interrupt_signal())
				fits = false;
			else if (!file_run(a, diff, i, false, false)) {
				a->twice |= file_run(a, diff, i, true, true);
				fits &= a->twice;
			}
		}
	return fits;
}

static struct err *explain(const struct applied *a, struct err *err,
			   const char *whose, bool fits)
{
	const char *more = a->n_in <= NAMES_SHOWN ? "" :
		arena_printf(a->arena, " and %zu more", a->n_in - NAMES_SHOWN);

	if (a->n_in && a->n_in == a->n_files) {
		err_destroy(err);
		return err_advise(err_new(ERR_FAILED, "'%s'%s: this change is "
				  "in %s source already",
				  a->diffs->list.v[0].path,
				  a->diffs->list.n == 1 ? "" :
				  arena_printf(a->arena, " and %zu more",
					       a->diffs->list.n - 1), whose),
				  "there is nothing to patch in %s%s",
				  a->names, more);
	}
	if (a->n_in)
		return err_advise(err, "%s source has already what the diff "
				  "changes in %s%s: leave %s out", whose,
				  a->names, more, a->n_in == 1 ? "it" : "them");
	if (fits && a->twice)
		return err_advise(err, "two diffs make the same change: leave "
				  "one of them out");
	return err;
}

struct err *applied_explain(struct err *err, const struct diffs *diffs,
			    const char *source, const char *whose,
			    const char *temp, bool *ret)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct applied a = {
		.arena = arena, .diffs = diffs, .names = "",
		.dir = arena_printf(arena, "%s/applied", temp),
	};
	struct err *none = dir_make(a.dir);
	bool fits = false;

	*ret = false;
	if (!none && files_copy(&a, source)) {
		all_take_out(&a);
		fits = all_put_in(&a);
		err = explain(&a, err, whose, fits);
	}
	err_destroy(none);
	err_destroy(dir_remove(a.dir));
	*ret = a.n_in ? fits || a.n_in == a.n_files : fits && a.twice;
	return err;
}
