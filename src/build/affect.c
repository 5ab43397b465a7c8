// SPDX-License-Identifier: GPL-2.0
/*
 * affect - which units a change of what they include makes different
 *
 * From wide to narrow: all that include it by name (includes.h), those that
 * mention something of it (affect_words.c), those whose text differs
 * (affect_text.c). Only these are compiled.
 */
#include "build/affect.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/progress.h"

const char *affect_outside(const char *path)
{
	static const struct {
		const char *dir, *what;
	} dirs[] = {
		{ "arch/x86/entry/vdso/", "code of the vdso" },
		{ "arch/x86/boot/", "code that boots the kernel" },
		{ "arch/x86/realmode/", "code that boots processors" },
		{ "arch/x86/purgatory/", "code that runs between kernels" },
		{ "drivers/firmware/efi/libstub/", "code that boots" },
	};

	for (size_t i = 0; i < ARRAY_LEN(dirs); i++)
		if (!strncmp(path, dirs[i].dir, strlen(dirs[i].dir)))
			return dirs[i].what;
	return NULL;
}

/*
 * Is it a unit, as far as one sees without asking make? Its directory's
 * Makefile, or one further up, names its object.
 */
static bool is_named(const struct affect *a, const char *path)
{
	size_t len = strlen(path), dir = len;

	while (dir) {
		_cleanup_free_ char *make = NULL, *text = NULL, *name = NULL;

		while (dir && path[dir - 1] != '/')
			dir--;
		name = xasprintf("%.*s.o", (int)(len - 2 - dir), path + dir);
		make = xasprintf("%s/%.*sMakefile", a->tree->source, (int)dir,
				 path);
		err_destroy(file_read(make, &text, NULL));
		for (char *p = text; p && (p = strstr(p, name)); p++)
			if (p > text && strchr(" \t=", p[-1]))
				return true;
		dir -= dir > 0;
	}
	return false;
}

/* Does a file beside it include it ("compat_binfmt_elf.c")? */
static bool is_included_near(const struct affect *a, const char *path)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *dir = path_dir(arena, path);
	const char *name = path + strlen(dir) + (*dir != '\0');
	_cleanup_argv_ struct argv argv = {0};
	char *out = NULL, *messages = NULL;
	int status = 1;
	struct process opt = { .ret_out = &out, .ret_err = &messages,
			       .ret_status = &status };

	argv_add(&argv, "grep", "-rqsF", "--include=*.c",
		 arena_printf(arena, "#include \"%s\"", name),
		 arena_printf(arena, "%s/%s", a->tree->source, dir), NULL);
	err_destroy(process_run(&argv, &opt));
	free(out);
	free(messages);
	return !status;
}

/* Plain changes of plain units: nothing else can come out different. */
static bool is_plain(const struct affect *a)
{
	if (commands_cached(a->tree))
		return false;
	vec_for_each(&a->changes->list, c) {
		if (c->kind == CHANGE_NONE)
			continue;
		if (c->kind != CHANGE_C || c->is_new || c->is_gone ||
		    !is_named(a, c->path) || is_included_near(a, c->path))
			return false;
	}
	return true;
}

static void unit_add(struct affect *a, const char *path)
{
	vec_push(&a->units->list, ((struct unit){ .path = path }));
}

/* The change itself may include other files than before. */
static struct err *graph_update(struct affect *a)
{
	struct err *err = NULL;

	vec_for_each(&a->changes->list, c) {
		if (c->kind == CHANGE_NONE || c->kind == CHANGE_MAKEFILE ||
		    c->is_gone)
			continue;
		err = includes_update(&a->includes, c->path,
				      arena_printf(a->arena, "%s/%s",
						   a->overlay->dir, c->path));
		if (err)
			break;
	}
	return err;
}

bool affect_included(const struct affect *affect, const char *path)
{
	int64_t at = includes_find(&affect->includes, path);

	return at >= 0 && affect->includes.files.v[at].from.n;
}

/*
 * The directories of changed files are real ones in the overlay, and of those
 * that find these from where they are ("../x.h" of a directory that is a link
 * would lead to the source), and so on.
 */
static struct err *dirs_fill(struct affect *a)
{
	_cleanup_free_ uint8_t *set = xcalloc(a->includes.files.n + 1, 1);
	VEC(uint32_t) todo = {0};
	struct err *err = NULL;

	vec_for_each(&a->changes->list, c) {
		int64_t at = includes_find(&a->includes, c->path);

		if (!err)
			err = overlay_fill(a->overlay,
					   path_dir(a->arena, c->path));
		if (at >= 0)
			vec_push(&todo, (uint32_t)at);
	}
	while (!err && todo.n) {
		uint32_t file = todo.v[--todo.n];
		const struct include_file *f = &a->includes.files.v[file];

		if (set[file])
			continue;
		set[file] = 1;
		if (!f->made)
			err = overlay_fill(a->overlay,
					   path_dir(a->arena, f->path));
		vec_for_each(&f->from, edge)
			if (*edge & INCLUDE_BESIDE)
				vec_push(&todo, INCLUDE_FILE(*edge));
	}
	vec_deinit(&todo);
	return err;
}

/* @keep: units that include a changed file and are not changed themselves. */
static size_t users_find(struct affect *a, uint8_t *keep)
{
	size_t n = 0;

	vec_for_each(&a->changes->list, c) {
		int64_t at = includes_find(&a->includes, c->path);

		if (at >= 0)
			keep[at] = 1;
	}
	includes_reach(&a->includes, true, keep);
	for (size_t i = 0; i < a->includes.files.n; i++) {
		const struct include_file *f = &a->includes.files.v[i];

		keep[i] &= commands_find(&a->commands, f->path) ||
			   includes_generates(f->path);
	}
	vec_for_each(&a->units->list, unit) {
		int64_t at = includes_find(&a->includes, unit->path);

		if (at >= 0)
			keep[at] = 0;
	}
	for (size_t i = 0; i < a->includes.files.n; i++)
		n += keep[i];
	return n;
}

static struct err *users_add(struct affect *a)
{
	size_t n_wide, n_narrow = 0, n = a->units->list.n;
	_cleanup_free_ uint8_t *keep = NULL;
	struct err *err;

	keep = xcalloc(a->includes.files.n + 1, 1);
	n_wide = users_find(a, keep);
	if (!n_wide)
		return NULL;
	progress_begin("affected", "%zu units include what changed", n_wide);
	err = affect_by_words(a, keep);
	if (!err)
		err = affect_constants(a, keep);
	for (size_t i = 0; i < a->includes.files.n; i++)
		n_narrow += keep[i];
	if (!err && n_narrow && !diags_refuse(a->diags))
		err = affect_by_text(a, keep);
	if (!err)
		progress_end("of %zu units that include it %zu mention it, "
			     "%zu differ", n_wide, n_narrow,
			     a->units->list.n - n);
	return err;
}

/* A changed .c file that is no unit must be part of one. */
static void sources_add(struct affect *a)
{
	vec_for_each(&a->changes->list, c) {
		bool known = commands_find(&a->commands, c->path) != NULL;

		if (c->kind != CHANGE_C || c->is_new || c->is_gone)
			continue;
		c->is_unit = known && !affect_included(a, c->path);
		if (known)
			unit_add(a, c->path);
		else if (!affect_included(a, c->path))
			diag_add(a->diags, DIAG_REFUSE, "KM102", c->path, NULL,
				 0, "leave it out of the diff, or choose a "
				 "kernel that has it", "this kernel does not "
				 "contain the file");
	}
}

struct err *affect_find(struct affect *affect)
{
	struct err *err;

	vec_for_each(&affect->changes->list, c)
		if (c->is_gone)
			map_put(&affect->overlay->gone, c->path, NULL);
	if (is_plain(affect)) {
		err = dirs_fill(affect);
		vec_for_each(&affect->changes->list, c) {
			if (c->kind != CHANGE_C)
				continue;
			c->is_unit = true;
			unit_add(affect, c->path);
		}
		return err;
	}
	err = commands_open(affect->tree, &affect->commands);
	if (!err)
		err = includes_open(affect->tree, &affect->commands,
				    &affect->includes);
	if (err)
		return err;
	err = graph_update(affect);
	if (!err)
		err = dirs_fill(affect);
	if (err)
		return err;
	sources_add(affect);
	err = affect_makefiles(affect);
	/* what is refused already need not wait for a look at all headers */
	if (err || diags_refuse(affect->diags))
		return err;
	return users_add(affect);
}

void affect_deinit(struct affect *affect)
{
	commands_deinit(&affect->commands);
	includes_deinit(&affect->includes);
}
