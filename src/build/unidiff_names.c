// SPDX-License-Identifier: GPL-2.0
/*
 * unidiff_names - which files the names in a diff mean
 *
 * How many leading directories are too many (patch -pN) the diff does not say.
 * The source does: one or none, seldom more, and then the files are there.
 */
#include <string.h>

#include "base/file.h"
#include "build/unidiff.h"

#define STRIP_MAX 3

static bool is_null(const char *name)
{
	return !strcmp(name, "/dev/null");
}

static struct err *bad(const struct unidiff *diff, size_t line,
		       const char *what)
{
	return err_new(ERR_FAILED, "'%s', line %zu: %s", diff->path, line,
		       what);
}

static bool name_leaves(const char *name)
{
	for (const char *part = name; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (!strncmp(part, "../", 3) || !strcmp(part, ".."))
			return true;
	}
	return false;
}

/* NULL if it has not as many directories, or is no name in a tree then. */
static const char *name_strip(const char *name, int strip)
{
	for (int i = 0; name && i < strip; i++) {
		name = *name == '/' ? NULL : strchr(name, '/');
		name = name ? name + 1 : NULL;
	}
	return name && *name && *name != '/' ? name : NULL;
}

static struct err *name_check(const struct unidiff *diff,
			      const struct unidiff_file *file,
			      const char *name, int strip, const char **ret)
{
	const char *part = name_strip(name, strip);

	if (!part)
		return bad(diff, file->line, "the name has no leading "
			   "directory to strip (the diff must be one for "
			   "patch -p1)");
	if (name_leaves(part))
		return bad(diff, file->line, "the name leads out of the source "
			   "tree");
	*ret = part;
	return NULL;
}

/* "x.c.orig" and "x.c~" are what people call x.c as it was. */
static bool is_backup(const char *old, const char *new)
{
	static const char *const tails[] = { ".orig", ".old", ".bak", "~" };
	size_t len = strlen(new);

	if (strncmp(old, new, len))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(tails); i++)
		if (!strcmp(old + len, tails[i]))
			return true;
	return false;
}

static struct err *file_strip(const struct unidiff *diff,
			      struct unidiff_file *file, int strip)
{
	const char *old = NULL, *new = NULL;
	struct err *err = NULL;

	if (!is_null(file->old_name))
		err = name_check(diff, file, file->old_name, strip, &old);
	if (!err && !is_null(file->new_name))
		err = name_check(diff, file, file->new_name, strip, &new);
	if (err)
		return err;
	if (old && new && strcmp(old, new) && !file->from &&
	    !is_backup(old, new))
		return err_advise(bad(diff, file->line, "the two names differ"),
				  "only git's diffs say what is renamed, with "
				  "lines like 'rename from x'");
	file->path = file->is_gone && old ? old : new;
	file->from = file->from ? old : NULL;
	return file->path ? NULL :
	       bad(diff, file->line, "the file has no name");
}

struct err *unidiff_strip(struct arena *arena, struct unidiff *diff, int strip)
{
	struct err *err = NULL;

	(void)arena;
	for (size_t i = 0; !err && i < diff->files.n; i++)
		err = file_strip(diff, &diff->files.v[i], strip);
	if (!err)
		diff->strip = strip;
	return err;
}

static bool is_in(const char *source, const char *name, int len)
{
	_cleanup_free_ char *path = xasprintf("%s/%.*s", source, len, name);

	return path_exists(path);
}

/* A file that comes must find its directory, all others are there. */
static bool is_there(const struct unidiff_file *file, const char *source,
		     int strip)
{
	const char *const names[] = { file->old_name, file->new_name };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *name = name_strip(names[i], strip), *slash;

		if (is_null(names[i]) || !name || name_leaves(name))
			continue;
		slash = strrchr(name, '/');
		if (is_in(source, name, (int)strlen(name)) ||
		    ((file->is_new || file->was_empty) && slash &&
		     is_in(source, name, (int)(slash - name))))
			return true;
	}
	return false;
}

/* "@@ -0,0" without a word of /dev/null: of nothing, or of an empty file. */
static void new_find(struct unidiff *diff, const char *source)
{
	vec_for_each(&diff->files, file)
		if (file->was_empty && !file->is_new &&
		    !is_in(source, file->path, (int)strlen(file->path))) {
			file->is_new = true;
			file->old_name = "/dev/null";
		}
}

static int strip_find(const struct unidiff *diff, const char *source)
{
	static const int order[] = { 1, 0, 2, STRIP_MAX };
	size_t best = 0;
	int strip = 1;

	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		size_t n = 0;

		vec_for_each(&diff->files, file)
			n += is_there(file, source, order[i]);
		if (n > best) {
			best = n;
			strip = order[i];
		}
	}
	return strip;
}

struct err *unidiff_choose(struct arena *arena, struct unidiff *diff,
			   const char *source)
{
	struct err *err = NULL;

	if (diff->strip < 0)
		err = unidiff_strip(arena, diff, strip_find(diff, source));
	if (!err)
		new_find(diff, source);
	return err;
}
