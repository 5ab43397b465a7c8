// SPDX-License-Identifier: GPL-2.0
#include "build/series.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

static struct err *diff_read(struct arena *arena, const char *path,
			     int strip, struct diffs *ret)
{
	struct unidiff diff;
	struct err *err = unidiff_read(arena, path, strip, &diff);

	if (!err)
		vec_push(&ret->list, diff);
	return err;
}

static bool is_series(const char *path)
{
	const char *slash = strrchr(path, '/');

	return !strcmp(slash ? slash + 1 : path, "series");
}

/* "fix.patch -p0  # why"; an empty line has no diff. */
static struct err *line_read(struct arena *arena, const char *series,
			     size_t number, char *line, struct diffs *ret)
{
	const char *slash = strrchr(series, '/'), *name = NULL;
	int strip = -1;
	char *word;

	/* quilt: a comment begins a line, or stands behind a blank */
	for (char *c = line; *c; c++)
		if (*c == '#' && (c == line ||
				  isspace((unsigned char)c[-1])))
			*c = '\0';
	while ((word = strsep(&line, " \t\r"))) {
		if (!*word)
			continue;
		if (!strncmp(word, "-p", 2) && isdigit((unsigned char)word[2])
		    && !word[3])
			strip = word[2] - '0';
		else if (*word == '-' || name)
			return err_new(ERR_FAILED, "'%s', line %zu: '%s' is "
				       "not understood", series, number, word);
		else
			name = word;
	}
	if (!name)
		return NULL;
	return diff_read(arena, arena_printf(arena, "%.*s%s",
			 slash ? (int)(slash + 1 - series) : 0, series, name),
			 strip, ret);
}

static struct err *quilt_read(struct arena *arena, const char *path,
			      struct diffs *ret)
{
	_cleanup_free_ char *text = NULL;
	struct err *err = file_read(path, &text, NULL);
	size_t n = ret->list.n, number = 0;
	char *rest = text, *line;

	while (!err && (line = strsep(&rest, "\n")))
		err = line_read(arena, path, ++number, line, ret);
	if (!err && ret->list.n == n)
		err = err_new(ERR_FAILED, "'%s' names no diff", path);
	return err;
}

struct err *series_read(struct arena *arena, char *const *paths, size_t n,
			struct diffs *ret)
{
	struct err *err = NULL;

	for (size_t i = 0; !err && i < n; i++)
		err = is_series(paths[i]) ? quilt_read(arena, paths[i], ret) :
		      diff_read(arena, paths[i], -1, ret);
	return err;
}

struct err *series_choose(struct arena *arena, struct diffs *diffs,
			  const char *source)
{
	struct err *err = NULL;

	for (size_t i = 0; !err && i < diffs->list.n; i++)
		err = unidiff_choose(arena, &diffs->list.v[i], source);
	return err;
}

const char *series_subject(struct arena *arena, const struct diffs *diffs)
{
	const char *subject = NULL;

	vec_for_each(&diffs->list, diff)
		if (!subject)
			subject = diff->subject;
	if (subject && diffs->list.n > 1)
		return arena_printf(arena, "%s (and %zu more)", subject,
				    diffs->list.n - 1);
	return subject ? subject : "";
}

const char *series_cves(struct arena *arena, const struct diffs *diffs)
{
	const char *cves = "";

	vec_for_each(&diffs->list, diff) {
		char *rest = arena_strdup(arena, diff->cves), *cve;

		while ((cve = strsep(&rest, " ")))
			if (*cve)
				cves = cves_add(arena, cves, cve);
	}
	return cves;
}
