// SPDX-License-Identifier: GPL-2.0
/*
 * affect_words - who mentions what a changed header declares
 *
 * A header that gets a new static function changes the text of every unit
 * that includes it, and the code of those that call it. So names decide: those
 * of the declarations that changed, and of everything declared with their
 * help, until there are no more. A unit that has none of them in its text, nor
 * in a part of its headers that would make code by itself, comes out the same:
 * what changed is then dead to the compiler. Of a conditional that changed all
 * that is in it is looked for. A change that has no names to look for (an
 * #include, a variable) decides nothing, and all units stay.
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
	struct words *pieces;	/* of pasted names, or NULL */
};

/* What is known about the change so far. */
struct follow {
	struct words words;	/* whoever mentions one may differ */
	struct words fresh;	/* names that nobody can have made by "##" */
	struct words pieces;	/* that macros make names of */
	size_t n_pasted;	/* words that were looked at for that */
	bool first;		/* pieces are not collected yet */
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
				struct follow *f, struct changed *c, bool *ret)
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
	if (err)
		return err;
	*ret &= words_differ(&f->words, &c->v[0].chunks, &c->v[1].chunks,
			     c->v[0].differ, c->v[1].differ);
	words_fresh(&c->v[0].chunks, &c->v[1].chunks, &f->fresh);
	for (size_t i = 0; i < 2; i++)
		if (c->v[i].text)
			words_pieces(&f->pieces, c->v[i].text, c->v[i].size);
	return NULL;
}

static struct err *look_work(void *elem, void *data)
{
	const struct follow *f = data;
	const struct words *words = &f->words;
	struct look *look = elem;
	struct chunks chunks;
	const uint8_t *map;
	struct err *err;
	size_t size;

	err = file_map(look->path, &map, &size);
	if (err || !map)
		return err;
	if (f->first && memmem(map, size, "##", 2)) {
		look->pieces = xcalloc(1, sizeof(*look->pieces));
		words_pieces(look->pieces, (const char *)map, size);
	}
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

/* Adds what was found to @to; the words go. */
static bool words_take(struct words *to, struct words **more)
{
	bool grew;

	if (!*more)
		return false;
	grew = words_join(to, *more);
	words_deinit(*more);
	free(*more);
	*more = NULL;
	return grew;
}

/* Names that macros put together are looked for by what is not in the macro. */
static bool pasted_add(struct follow *f)
{
	struct words *parts = xcalloc(1, sizeof(*parts));
	bool grew;

	words_pasted(&f->words, f->n_pasted, &f->fresh, &f->pieces, parts);
	grew = words_join(&f->words, parts);
	f->n_pasted = f->words.ids.n;
	words_deinit(parts);
	free(parts);
	return grew;
}

/* One look at all files that may be seen together with what changed. */
static struct err *round_run(struct follow *f, struct look *looks, size_t n,
			     uint8_t *hit, bool *grew)
{
	struct err *err;

	err = jobs_run(looks, n, sizeof(*looks), look_work, NULL, f);
	for (size_t i = 0; i < n; i++) {
		hit[looks[i].file] |= looks[i].hit;
		words_take(&f->pieces, &looks[i].pieces);
		*grew |= words_take(&f->words, &looks[i].found);
	}
	f->first = false;
	*grew |= pasted_add(f);
	progress_update("%zu names", f->words.ids.n);
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

static struct err *words_follow(struct affect *a, struct follow *f,
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
		err = round_run(f, looks, n, hit, &grew);
		for (size_t i = 0; i < n_changed; i++)
			hit[changed[i].file] |= changed_spread(&f->words,
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
	_cleanup_free_ struct follow *f = xcalloc(1, sizeof(*f));
	struct err *err = NULL;
	bool telling = true;

	f->first = true;

	vec_for_each(&affect->changes->list, change)
		if (!err && affect_included(affect, change->path))
			err = changed_read(affect, change, f, &changed[n++],
					   &telling);
	if (!err && telling)
		err = words_follow(affect, f, changed, n, keep);
	for (size_t i = 0; i < n; i++)
		changed_deinit(&changed[i]);
	free(changed);
	words_deinit(&f->words);
	words_deinit(&f->fresh);
	words_deinit(&f->pieces);
	return err;
}
