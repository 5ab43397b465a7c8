// SPDX-License-Identifier: GPL-2.0
/*
 * state - what the core says about itself and its patches
 *
 * A patch may go away while it is being read; then its files fail to open,
 * and the list simply does not have it.
 */
#include "control/state.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* The one line of a file, without its newline. */
static struct err *line_read(struct arena *arena, const char *dir,
			     const char *file, const char **ret)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", dir, file);
	_cleanup_free_ char *text = NULL;
	struct err *err = file_read(path, &text, NULL);

	if (err)
		return err;
	text[strcspn(text, "\n")] = '\0';
	*ret = arena_strdup(arena, text);
	return NULL;
}

static struct err *number_read(struct arena *arena, const char *dir,
			       const char *file, uint64_t *ret)
{
	const char *text;
	struct err *err = line_read(arena, dir, file, &text);
	char *end;

	if (err)
		return err;
	*ret = strtoull(text, &end, 10);
	if (end == text || *end)
		return err_new(ERR_FAILED, "%s/%s: '%s' is not a number", dir,
			       file, text);
	return NULL;
}

/* Lines of a file, each cut at spaces into exactly @n words. */
static struct err *words_read(struct arena *arena, const char *dir,
			      const char *file, size_t n, char ***ret,
			      size_t *ret_lines)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", dir, file);
	_cleanup_free_ char *text = NULL;
	struct err *err = file_read(path, &text, NULL);
	size_t lines = 0, words = 0;
	char *save = NULL, **out;

	if (err)
		return err;
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	out = arena_array(arena, lines * n + 1, sizeof(*out));
	for (char *word = strtok_r(text, " \n", &save);
	     word && words < lines * n; word = strtok_r(NULL, " \n", &save))
		out[words++] = arena_strdup(arena, word);
	if (words != lines * n)
		return err_new(ERR_FAILED, "%s: unexpected content", path);
	*ret = out;
	*ret_lines = lines;
	return NULL;
}

static struct err *funcs_read(struct arena *arena, const char *dir,
			      struct patch_state *patch)
{
	size_t n;
	char **w;
	struct err *err = words_read(arena, dir, "functions", 4, &w, &n);

	if (err)
		return err;
	patch->funcs = arena_array(arena, n, sizeof(*patch->funcs));
	patch->n_funcs = n;
	for (size_t i = 0; i < n; i++, w += 4)
		patch->funcs[i] = (struct patch_func){
			.object = w[0],
			.name = w[1],
			.old_size = (uint32_t)strtoul(w[2], NULL, 10),
			.new_size = (uint32_t)strtoul(w[3], NULL, 10),
		};
	return NULL;
}

static struct err *targets_read(struct arena *arena, const char *dir,
				struct patch_state *patch)
{
	size_t n;
	char **w;
	struct err *err = words_read(arena, dir, "objects", 2, &w, &n);

	if (err)
		return err;
	patch->targets = arena_array(arena, n, sizeof(*patch->targets));
	patch->n_targets = n;
	for (size_t i = 0; i < n; i++, w += 2)
		patch->targets[i] = (struct patch_target){ w[0], w[1] };
	return NULL;
}

/* Lines about tasks. Only root may read them: for others there are none. */
static struct err *blockers_read(struct arena *arena, const char *dir,
				 const char *file, struct blocker **ret,
				 size_t *ret_n)
{
	size_t n = 0;
	char **w = NULL;
	struct err *err = words_read(arena, dir, file, 4, &w, &n);

	if (err && err_errnum(err) == EACCES) {
		err_destroy(err);
		err = NULL;
		n = 0;
	}
	if (err)
		return err;
	*ret = arena_array(arena, n, sizeof(**ret));
	*ret_n = n;
	for (size_t i = 0; i < n; i++, w += 4)
		(*ret)[i] = (struct blocker){
			.pid = strtol(w[0], NULL, 10),
			.comm = w[1],
			.function = w[2],
			.reason = w[3],
		};
	return NULL;
}

static struct err *last_read(struct arena *arena, const char *patch_dir,
			     struct last_switch *last)
{
	_cleanup_free_ char *dir = xasprintf("%s/last_switch", patch_dir);
	const struct {
		const char *file;
		uint64_t *ret;
	} numbers[] = {
		{ "attempts", &last->attempts },
		{ "elapsed_us", &last->elapsed_us },
		{ "stopped_max_us", &last->stopped_max_us },
		{ "stopped_sum_us", &last->stopped_sum_us },
		{ "stops", &last->stops },
		{ "late", &last->late },
		{ "crowded", &last->crowded },
		{ "scanned_us", &last->scanned_us },
		{ "scanned", &last->scanned },
		{ "recorded", &last->recorded },
		{ "tasks", &last->tasks },
		{ "hits", &last->hits },
	};
	struct err *err = line_read(arena, dir, "result", &last->result);

	for (size_t i = 0; !err && i < ARRAY_LEN(numbers); i++)
		err = number_read(arena, dir, numbers[i].file,
				  numbers[i].ret);
	return err ? err : blockers_read(arena, dir, "blockers",
					 &last->blockers, &last->n_blockers);
}

/* Files that a core has since patches can be built on others. */
static struct err *on_read(struct arena *arena, const char *dir,
			   struct patch_state *patch)
{
	_cleanup_free_ char *last = xasprintf("%s/order", dir);
	struct err *err;

	patch->id = patch->on = "";
	if (!path_exists(last))
		return NULL;
	err = line_read(arena, dir, "id", &patch->id);
	if (!err)
		err = line_read(arena, dir, "on", &patch->on);
	return err ? err : number_read(arena, dir, "order", &patch->order);
}

struct err *patch_state_read(const struct control_env *env,
			     struct arena *arena, const char *name,
			     struct patch_state *ret)
{
	_cleanup_free_ char *dir = xasprintf("%s/patches/%s", env->sysfs,
					     name);
	struct patch_state p = { .name = arena_strdup(arena, name) };
	const char *verified = NULL;
	const struct {
		const char *file;
		const char **ret;
	} lines[] = {
		{ "state", &p.state },
		{ "mode", &p.mode },
		{ "description", &p.description },
		{ "build_id", &p.build_id },
		{ "module", &p.module },
		{ "verified", &verified },
	};
	uint64_t enabled = 0, replace = 0;
	struct err *err = number_read(arena, dir, "enabled", &enabled);

	if (!err)
		err = number_read(arena, dir, "replace", &replace);
	if (!err)
		err = on_read(arena, dir, &p);
	p.enabled = enabled != 0;
	p.replace = replace != 0;
	for (size_t i = 0; !err && i < ARRAY_LEN(lines); i++)
		err = line_read(arena, dir, lines[i].file, lines[i].ret);
	if (!err)
		err = funcs_read(arena, dir, &p);
	if (!err)
		err = targets_read(arena, dir, &p);
	if (!err)
		err = number_read(arena, dir, "nr_stragglers",
				  &p.nr_stragglers);
	if (!err)
		err = blockers_read(arena, dir, "stragglers", &p.stragglers,
				    &p.n_stragglers);
	if (!err)
		err = last_read(arena, dir, &p.last);
	if (err)
		return err;
	p.verified = !strcmp(verified, "1");
	*ret = p;
	return NULL;
}

static int not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static struct err *patches_read(const struct control_env *env,
				struct arena *arena, struct core_state *core)
{
	_cleanup_free_ char *dir = xasprintf("%s/patches", env->sysfs);
	struct dirent **names;
	struct err *err = NULL;
	int n = scandir(dir, &names, not_hidden, alphasort);

	if (n < 0)
		return err_errno(errno, "'%s'", dir);
	core->patches = arena_array(arena, (size_t)n, sizeof(*core->patches));
	for (int i = 0; i < n; i++) {
		if (!err)
			err = patch_state_read(env, arena, names[i]->d_name,
					&core->patches[core->n_patches]);
		if (!err) {
			core->n_patches++;
		} else if (!patch_is_loaded(env, names[i]->d_name)) {
			err_destroy(err);	/* gone meanwhile */
			err = NULL;
		}
		free(names[i]);
	}
	free(names);
	return err;
}

struct err *core_state_read(const struct control_env *env,
			    struct arena *arena, struct core_state *ret)
{
	struct core_state core = { .loaded = path_exists(env->sysfs) };
	uint64_t abi = 0;
	struct err *err;

	if (core.loaded) {
		err = line_read(arena, env->sysfs, "version", &core.version);
		if (!err)
			err = number_read(arena, env->sysfs, "abi", &abi);
		if (!err)
			err = patches_read(env, arena, &core);
		if (err)
			return err;
		core.abi = abi;
	}
	*ret = core;
	return NULL;
}

bool patch_is_moving(const struct patch_state *patch)
{
	return !strcmp(patch->state, "enabling") ||
	       !strcmp(patch->state, "disabling");
}

bool patch_is_loaded(const struct control_env *env, const char *name)
{
	_cleanup_free_ char *path = xasprintf("%s/patches/%s", env->sysfs,
					      name);

	return path_exists(path);
}

bool module_is_loaded(const struct control_env *env, const char *name)
{
	_cleanup_free_ char *text = NULL;
	struct err *err = file_read(env->modules, &text, NULL);
	size_t len = strlen(name);

	if (err) {		/* a kernel without /proc/modules has none */
		err_destroy(err);
		return false;
	}
	for (const char *p = text; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (!strncmp(p, name, len) && p[len] == ' ')
			return true;
	}
	return false;
}
