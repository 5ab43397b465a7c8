// SPDX-License-Identifier: GPL-2.0
/*
 * affect_words - who mentions what a changed header declares
 *
 * A header that gets a new static function changes the text of every unit
 * that includes it, and the code of those that call it. So names decide: those
 * of the declarations that changed, and of everything declared with their
 * help, until there are no more. A unit that has none of them in its text, nor
 * in a part of its headers that would make code by itself, comes out the same:
 * what changed is then dead to the compiler. A change that has no names to
 * look for (a conditional, an #include) decides nothing, and all units stay.
 *
 * Example: a new inline in sched.h, and fs/proc/array.c calls it: of 4800
 * units array.c is left.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "build/affect.h"
#include "build/words.h"

struct version {		/* of a changed file */
	char *text;
	size_t size;
	struct chunks chunks;
	uint8_t *differ;	/* chunks that only it has */
};

struct changed {
	uint32_t file;
	struct version v[2];
};

struct look {			/* at one file, by one thread */
	uint32_t file;
	const char *path;
	bool is_unit;		/* nothing in it is somebody else's */
	bool hit;
	struct words *found;	/* more names, or NULL */
};

static struct err *version_read(const char *path, struct version *ret)
{
	struct err *err = NULL;

	if (path_exists(path))
		err = file_read(path, &ret->text, &ret->size);
	if (!err)
		chunks_read(ret->text, ret->size, &ret->chunks);
	if (!err)
		ret->differ = xcalloc(ret->chunks.list.n, 1);
	return err;
}

static void changed_deinit(struct changed *c)
{
	for (size_t i = 0; i < 2; i++) {
		chunks_deinit(&c->v[i].chunks);
		free(c->v[i].differ);
		free(c->v[i].text);
	}
}

/* @ret is false if there is no telling by names. */
static struct err *changed_read(struct affect *a, const struct change *change,
				struct words *words, struct changed *c,
				bool *ret)
{
	const char *old = arena_printf(a->arena, "%s/%s", a->tree->source,
				       change->path);
	const char *new = arena_printf(a->arena, "%s/%s", a->overlay->dir,
				       change->path);
	struct err *err;

	c->file = (uint32_t)includes_find(&a->includes, change->path);
	err = version_read(old, &c->v[0]);
	if (!err)
		err = version_read(new, &c->v[1]);
	if (!err)
		*ret &= words_differ(words, &c->v[0].chunks, &c->v[1].chunks,
				     c->v[0].differ, c->v[1].differ);
	return err;
}

static struct err *look_work(void *elem, void *data)
{
	const struct words *words = data;
	struct look *look = elem;
	struct chunks chunks;
	const uint8_t *map;
	struct err *err;
	size_t size;

	err = file_map(look->path, &map, &size);
	if (err || !map)
		return err;
	if (!words_near(words, (const char *)map, size)) {
		;
	} else if (look->is_unit) {
		look->hit = words_in(words, (const char *)map, size);
	} else {
		chunks_read((const char *)map, size, &chunks);
		look->found = xcalloc(1, sizeof(*look->found));
		look->hit = words_spread(words, &chunks, NULL, look->found);
		chunks_deinit(&chunks);
	}
	file_unmap(map, size);
	return NULL;
}

/* What did not change in the changed files may depend on what did. */
static bool changed_spread(struct words *words, const struct changed *c,
			   bool *grew)
{
	_cleanup_free_ struct words *found = xcalloc(1, sizeof(*found));
	bool hit = false;

	for (size_t i = 0; i < 2; i++)
		hit |= words_spread(words, &c->v[i].chunks, c->v[i].differ,
				    found);
	*grew |= words_join(words, found);
	words_deinit(found);
	return hit;
}

static bool is_unit(const struct affect *a, const struct include_file *f)
{
	return commands_find(&a->commands, f->path) != NULL;
}

/* One look at all files that may be seen together with what changed. */
static struct err *round_run(struct words *words, struct look *looks,
			     size_t n, uint8_t *hit, bool *grew)
{
	struct err *err;

	err = jobs_run(looks, n, sizeof(*looks), look_work, NULL, words);
	for (size_t i = 0; i < n; i++) {
		hit[looks[i].file] |= looks[i].hit;
		if (!looks[i].found)
			continue;
		*grew |= words_join(words, looks[i].found);
		words_deinit(looks[i].found);
		free(looks[i].found);
		looks[i].found = NULL;
	}
	progress_update("%zu names", words->ids.n);
	return err;
}

/* Files that the units in @keep include, but for those that changed. */
static struct look *looks_make(struct affect *a, const uint8_t *keep,
			       const struct changed *changed, size_t n_changed,
			       size_t *ret_n)
{
	size_t n_files = a->includes.files.n, n = 0;
	struct look *looks = arena_array(a->arena, n_files, sizeof(*looks));
	_cleanup_free_ uint8_t *set = xmalloc(n_files);

	memcpy(set, keep, n_files);
	includes_reach(&a->includes, false, set);
	for (size_t i = 0; i < n_changed; i++)
		set[changed[i].file] = 0;
	for (uint32_t i = 0; i < n_files; i++) {
		const struct include_file *f = &a->includes.files.v[i];

		if (set[i])
			looks[n++] = (struct look){ .file = i,
				.is_unit = is_unit(a, f),
				.path = arena_printf(a->arena, "%s/%s",
					f->made ? a->tree->dir :
					a->tree->source, f->path) };
	}
	*ret_n = n;
	return looks;
}

static struct err *words_follow(struct affect *a, struct words *words,
				const struct changed *changed,
				size_t n_changed, uint8_t *keep)
{
	size_t n_files = a->includes.files.n, n;
	struct look *looks = looks_make(a, keep, changed, n_changed, &n);
	_cleanup_free_ uint8_t *hit = xcalloc(n_files, 1);
	struct err *err = NULL;
	bool grew = true;

	while (!err && grew) {
		grew = false;
		err = round_run(words, looks, n, hit, &grew);
		for (size_t i = 0; i < n_changed; i++)
			hit[changed[i].file] |= changed_spread(words,
						&changed[i], &grew);
	}
	if (err)
		return err;
	includes_reach(&a->includes, true, hit);
	for (size_t i = 0; i < n_files; i++)
		keep[i] &= hit[i];
	return NULL;
}

struct err *affect_by_words(struct affect *affect, uint8_t *keep)
{
	size_t n = 0, n_all = affect->changes->list.n;
	struct changed *changed = xcalloc(n_all, sizeof(*changed));
	_cleanup_free_ struct words *words = xcalloc(1, sizeof(*words));
	struct err *err = NULL;
	bool telling = true;

	vec_for_each(&affect->changes->list, change)
		if (!err && affect_included(affect, change->path))
			err = changed_read(affect, change, words,
					   &changed[n++], &telling);
	if (!err && telling)
		err = words_follow(affect, words, changed, n, keep);
	for (size_t i = 0; i < n; i++)
		changed_deinit(&changed[i]);
	free(changed);
	words_deinit(words);
	return err;
}
