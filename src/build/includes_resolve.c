// SPDX-License-Identifier: GPL-2.0
/*
 * includes_resolve - which file an #include means
 *
 * The compiler looks beside the file, then in the directories that nearly all
 * units have, and up to there we know what it finds. Behind them each unit
 * has its own; there all that have such a file count.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "build/includes.h"

/*
 * Is there such a file in one of the two trees? Its index, or -1. What is no
 * regular file is not read, nor what "../" leads to from a tree's top.
 */
static int64_t file_look(struct includes *inc, const char *path)
{
	int64_t at = includes_find(inc, path);

	if (at >= 0 || map_has(&inc->missing, path) ||
	    !strncmp(path, "../", 3))
		return at;
	for (int made = 0; made < 2; made++) {
		_cleanup_free_ char *real = xasprintf("%s/%s", made ?
				inc->tree->dir : inc->tree->source, path);

		if (path_is_file(real))
			return includes_add(inc, path, made);
	}
	map_put(&inc->missing, path, NULL);
	return -1;
}

static bool look_in(struct includes *inc, uint32_t from, const char *dir,
		    const char *name, uint32_t beside)
{
	const char *path = arena_printf(inc->arena, "%s%s%s", dir,
					*dir ? "/" : "", name);
	int64_t at = file_look(inc, path_clean(inc->arena, path));

	if (at < 0 || at == from)
		return false;
	includes_edge(inc, from, (uint32_t)at, beside);
	return true;
}

static void resolve_one(struct includes *inc, uint32_t from,
			const struct include_name *name)
{
	const char *own = path_dir(inc->arena, inc->files.v[from].path);
	bool found = false;

	if (name->root)
		look_in(inc, from, "", name->name, 0);
	if (name->root || *name->name == '/')
		return;
	if (name->quoted && look_in(inc, from, own, name->name,
				    INCLUDE_BESIDE) && !name->next)
		return;
	for (size_t i = 0; i < inc->common.n; i++) {
		found |= look_in(inc, from, inc->common.v[i], name->name, 0);
		if (found && !name->next)
			return;
	}
	found |= look_in(inc, from, own, name->name, 0);
	for (size_t i = 0; i < inc->extra.n; i++)
		found |= look_in(inc, from, inc->extra.v[i], name->name, 0);
	/* the directory of a unit is searched when it includes headers, too */
	for (size_t i = 0; !found && i < inc->own.n; i++)
		look_in(inc, from, inc->own.v[i], name->name, 0);
}

void includes_resolve(struct includes *inc, uint32_t from,
		      const struct include_name *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		resolve_one(inc, from, &names[i]);
}

static void edge_add(uint32_t **v, size_t *n, size_t *room, uint32_t file,
		     uint32_t beside)
{
	for (size_t i = 0; i < *n; i++)
		if (INCLUDE_FILE((*v)[i]) == file) {
			(*v)[i] |= beside;
			return;
		}
	if (*n == *room)
		*v = vec_grow(*v, room, sizeof(**v));
	(*v)[(*n)++] = file | beside;
}

void includes_edge(struct includes *inc, uint32_t from, uint32_t to,
		   uint32_t beside)
{
	struct include_file *f = &inc->files.v[from];
	struct include_file *t = &inc->files.v[to];

	/* the other end has it if this one does: look at the short list */
	vec_for_each(&f->to, edge)
		if (*edge == (to | beside))
			return;
	edge_add(&f->to.v, &f->to.n, &f->to.room, to, beside);
	edge_add(&t->from.v, &t->from.n, &t->from.room, from, beside);
}

void includes_reach(const struct includes *inc, bool back, uint8_t *set)
{
	VEC(uint32_t) todo = {0};

	for (uint32_t i = 0; i < inc->files.n; i++)
		if (set[i])
			vec_push(&todo, i);
	while (todo.n) {
		const struct include_file *f = &inc->files.v[
							todo.v[--todo.n]];
		const uint32_t *next = back ? f->from.v : f->to.v;
		size_t n = back ? f->from.n : f->to.n;

		for (size_t i = 0; i < n; i++) {
			uint32_t file = INCLUDE_FILE(next[i]);

			if (set[file])
				continue;
			set[file] = 1;
			vec_push(&todo, file);
		}
	}
	vec_deinit(&todo);
}
