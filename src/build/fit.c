// SPDX-License-Identifier: GPL-2.0
#include "build/fit.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/process.h"

#define BAD	1000000u	/* a file that is not there: as good as none */

/* How many hunks would not apply? */
static unsigned int hunks_failed(const struct unidiff *diff,
				 const char *source)
{
	char *out = NULL, *messages = NULL;
	int status = 1;
	static const char *const env[] = { "LC_ALL=C", "PATCH_GET=0", NULL };
	struct process opt = { .cwd = source, .env = env, .ret_out = &out,
			       .stdin_path = diff->path, .ret_err = &messages,
			       .ret_status = &status };
	_cleanup_argv_ struct argv argv = {0};
	unsigned int n = 0;

	argv_add(&argv, "patch", "--dry-run", NULL);
	argv_addf(&argv, "-p%u", diff->strip);
	argv_add(&argv, "--batch", "--forward", "--fuzz=0",
		 "--reject-file=-", NULL);
	err_destroy(process_run(&argv, &opt));
	for (const char *p = out; p && (p = strstr(p, "FAILED at")); p++)
		n++;
	if (status && !n)
		n = BAD;
	free(out);
	free(messages);
	return n;
}

/* What the line "release ..." of a kernel's record says. */
static const char *release_of(struct arena *arena, const char *dir)
{
	const char *path = arena_printf(arena, "%s/kernel", dir);
	_cleanup_free_ char *text = NULL;
	const char *line;

	err_destroy(file_read(path, &text, NULL));
	line = text ? strstr(text, "release ") : NULL;
	if (!line)
		return NULL;
	line += strlen("release ");
	return arena_printf(arena, "%.*s", (int)strcspn(line, "\n"), line);
}

struct best {
	const char *release;
	unsigned int failed;
};

static void kernel_try(struct arena *arena, const struct diffs *diffs,
		       const char *dir, struct best *best)
{
	const char *source = arena_printf(arena, "%s/source", dir);
	const char *release = release_of(arena, dir);
	unsigned int n = 0;

	if (!release || !path_is_dir(source))
		return;
	vec_for_each(&diffs->list, diff)
		if (n < best->failed)
			n += hunks_failed(diff, source);
	if (n < best->failed)
		*best = (struct best){ .release = release, .failed = n };
}

struct err *fit_advise(struct err *err, const struct diffs *diffs,
		       const struct kernel *kernel)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct best best = { .failed = BAD };
	const char *all = arena_printf(arena, "%.*s",
			(int)(strrchr(kernel->dir, '/') - kernel->dir),
			kernel->dir);
	DIR *d = opendir(all);
	struct dirent *entry;

	while (d && !interrupt_signal() && (entry = readdir(d))) {
		const char *dir = arena_printf(arena, "%s/%s", all,
					       entry->d_name);

		if (*entry->d_name != '.' && strcmp(dir, kernel->dir) != 0)
			kernel_try(arena, diffs, dir, &best);
	}
	if (d)
		closedir(d);
	if (!best.release)
		return err;
	if (!best.failed)
		return err_advise(err, "it fits %s: kmend build -k %s",
				  best.release, best.release);
	return err_advise(err, "of the kernels that are here it fits %s best, "
			  "but for %u hunk%s; 'kmend fetch RELEASE' gets "
			  "others", best.release, best.failed,
			  best.failed == 1 ? "" : "s");
}
