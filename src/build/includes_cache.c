// SPDX-License-Identifier: GPL-2.0
/*
 * includes_cache - the graph of a tree, kept between builds
 *
 * A line for each file, in order: "m" for a made file or "s", its path, and
 * the indices of what it includes; in front of them three lines with the
 * directories. Nothing in it changes as long as the tree lives.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "build/includes.h"

#define CACHE	"kmend-includes-6"

static void dirs_write(FILE *out, const char *const *dirs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s%s", i ? " " : "", dirs[i]);
	fputc('\n', out);
}

static struct err *cache_write(const struct includes *inc, const char *path)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return err_new(ERR_FAILED, "out of memory");
	dirs_write(out, inc->common.v, inc->common.n);
	dirs_write(out, inc->extra.v, inc->extra.n);
	dirs_write(out, inc->own.v, inc->own.n);
	vec_for_each(&inc->files, f) {
		fprintf(out, "%c%s", f->made ? 'm' : 's', f->path);
		vec_for_each(&f->to, to)
			fprintf(out, " %u", *to);
		fputc('\n', out);
	}
	if (fclose(out))
		return err_new(ERR_FAILED, "out of memory");
	return file_write(path, text, size);
}

static void file_parse(struct includes *inc, char *line)
{
	const char *path = strsep(&line, " ");
	struct include_file file = { .made = *path == 'm', .path = path + 1 };
	char *number;

	while ((number = strsep(&line, " ")))
		vec_push(&file.to, (uint32_t)strtoul(number, NULL, 10));
	vec_push(&inc->files, file);
	map_put(&inc->by_path, file.path, (void *)(uintptr_t)inc->files.n);
}

static struct err *edges_turn(struct includes *inc, const char *path)
{
	for (uint32_t i = 0; i < inc->files.n; i++) {
		vec_for_each(&inc->files.v[i].to, to) {
			uint32_t file = INCLUDE_FILE(*to);

			if (file >= inc->files.n)
				return err_new(ERR_FAILED, "'%s' is damaged",
					       path);
			vec_push(&inc->files.v[file].from,
				 i | (*to & INCLUDE_BESIDE));
		}
	}
	return NULL;
}

static struct err *cache_read(struct includes *inc, const char *path)
{
	struct err *err = file_read(path, &inc->strings, NULL);
	char *rest = inc->strings, *line, *dir;

	if (err)
		return err;
	for (size_t i = 0; i < 3 && (line = strsep(&rest, "\n")); i++) {
		while ((dir = strsep(&line, " "))) {
			if (!*dir)
				continue;
			if (i == 0)
				vec_push(&inc->common, dir);
			else if (i == 1)
				vec_push(&inc->extra, dir);
			else
				vec_push(&inc->own, dir);
		}
	}
	while ((line = strsep(&rest, "\n")) && *line)
		file_parse(inc, line);
	return edges_turn(inc, path);
}

struct err *includes_open(const struct tree *tree,
			  const struct commands *commands,
			  struct includes *ret)
{
	_cleanup_free_ char *path = xasprintf("%s/" CACHE, tree->keep);
	struct includes inc = { .tree = tree, .arena = arena_create() };
	struct err *err;

	if (path_exists(path)) {
		err = cache_read(&inc, path);
	} else {
		err = includes_make(&inc, commands);
		if (!err)
			err = cache_write(&inc, path);
	}
	if (err) {
		includes_deinit(&inc);
		return err;
	}
	*ret = inc;
	return NULL;
}

void includes_deinit(struct includes *inc)
{
	vec_for_each(&inc->files, f) {
		vec_deinit(&f->to);
		vec_deinit(&f->from);
	}
	vec_deinit(&inc->files);
	map_deinit(&inc->by_path);
	map_deinit(&inc->missing);
	vec_deinit(&inc->common);
	vec_deinit(&inc->extra);
	vec_deinit(&inc->own);
	arena_destroy(inc->arena);
	free(inc->strings);
}
