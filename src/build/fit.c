// SPDX-License-Identifier: GPL-2.0
#include "build/fit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/process.h"
#include "kernel/package_choose.h"

#define NAMES	8	/* of kernels that were not tried */
#define BAD	1000000u	/* a file that is not there: as good as none */

/* How many hunks would not apply? */
static unsigned int hunks_failed(const struct unidiff *diff,
				 const char *source, const char *temp)
{
	_cleanup_free_ char *path = xasprintf("%s/fit.diff", temp);
	_cleanup_free_ char *text = NULL;
	char *out = NULL, *messages = NULL;
	int status = 1;
	static const char *const env[] = { "LC_ALL=C", "PATCH_GET=0", NULL };
	struct process opt = { .cwd = source, .env = env, .ret_out = &out,
			       .stdin_path = path, .ret_err = &messages,
			       .ret_status = &status };
	_cleanup_argv_ struct argv argv = {0};
	unsigned int n = 0;
	size_t size;

	unidiff_text(diff, 0, diff->files.n, &text, &size);
	if (!size)
		return 0;
	err_destroy(file_write(path, text, size));
	argv_add(&argv, "patch", "--dry-run", "-p1", "--batch", "--forward",
		 "--fuzz=0", "--reject-file=-", NULL);
	err_destroy(process_run(&argv, &opt));
	remove(path);
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
		       const char *dir, const char *temp, struct best *best)
{
	const char *source = arena_printf(arena, "%s/source", dir);
	const char *release = release_of(arena, dir);
	unsigned int n = 0;

	if (!release || !path_is_dir(source))
		return;
	vec_for_each(&diffs->list, diff)
		if (n < best->failed)
			n += hunks_failed(diff, source, temp);
	if (n < best->failed)
		*best = (struct best){ .release = release, .failed = n };
}

/* Adds "RELEASE=VERSION" of what the archive has and the cache has not. */
static void archive_add(struct arena *arena, const char *all,
			const struct package_name *name, unsigned int *n,
			const char **text)
{
	_cleanup_versions_ struct apt_versions list = {0};

	err_destroy(packages_complete(arena, name, &list));
	vec_for_each(&list.list, v) {
		if (path_exists(arena_printf(arena, "%s/%s_%s/kernel", all,
					     v->package, v->version)))
			continue;
		if ((*n)++ < NAMES)
			*text = arena_printf(arena, "%s%s%s=%s", *text,
					     **text ? ", " : "", v->package,
					     v->version);
	}
}

/* What was not tried: of the same series first; "" if apt knows nothing. */
static const char *archive_names(struct arena *arena, const char *all,
				 const struct kernel *kernel)
{
	static const char prefix[] = "linux-source-";
	struct package_name name = {
		.flavour = package_flavour(kernel->release),
		.series = kernel->series,
	};
	_cleanup_names_ struct apt_names sources = {0};
	const char *text = "";
	unsigned int n = 0;

	if (!name.flavour || interrupt_signal())
		return text;
	archive_add(arena, all, &name, &n, &text);
	err_destroy(apt_find_names(arena, prefix, &sources));
	vec_for_each(&sources.list, source) {
		name.series = *source + strlen(prefix);
		if (*name.series && strcmp(name.series, kernel->series) &&
		    strspn(name.series, "0123456789.") == strlen(name.series))
			archive_add(arena, all, &name, &n, &text);
	}
	return n > NAMES ? arena_printf(arena, "%s and %u more", text,
					n - NAMES) : text;
}

/* It fits none of those that are here. */
static struct err *advise_more(struct arena *arena, struct err *err,
			       const char *all, const struct kernel *kernel)
{
	const char *names = archive_names(arena, all, kernel);

	if (!*names)
		return err;
	return err_advise_also(err, "the archive also has %s: 'kmend "
			       "fetch RELEASE=VERSION' gets one, and then this "
			       "says how well the diff fits it", names);
}

struct err *fit_advise(struct err *err, const struct diffs *diffs,
		       const struct kernel *kernel, const char *temp)
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
			kernel_try(arena, diffs, dir, temp, &best);
	}
	if (d)
		closedir(d);
	if (best.release && !best.failed)
		return err_advise_also(err, "it fits %s: kmend build -k %s",
				       best.release, best.release);
	if (best.release)
		err = err_advise_also(err, "of the other kernels that are "
				      "here it fits %s best, but for %u hunk%s",
				      best.release, best.failed,
				      best.failed == 1 ? "" : "s");
	return advise_more(arena, err, all, kernel);
}
