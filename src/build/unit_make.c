// SPDX-License-Identifier: GPL-2.0
/*
 * unit_make - units as the distribution compiled them
 *
 * kbuild leaves the command beside each object (.uptime.o.cmd), so that it
 * runs once for a unit and never again: sources and configuration of a tree
 * do not change.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "build/commands.h"
#include "build/kbuild.h"
#include "build/unit.h"

/*
 * What make calls an object whose directory is another one's business: the
 * Makefiles of arch/x86/kvm and drivers/gpu/drm/amd/amdgpu reach it with "..",
 * and only by that name is it compiled for the module.
 */
static const char *make_target(struct arena *arena, const char *target)
{
	static const struct {
		const char *dir, *but, *by;
	} reached[] = {
		{ "virt/kvm/", NULL, "arch/x86/kvm/../../../virt/kvm/" },
		{ "drivers/gpu/drm/amd/", "drivers/gpu/drm/amd/amdgpu/",
		  "drivers/gpu/drm/amd/amdgpu/../" },
	};

	for (size_t i = 0; i < ARRAY_LEN(reached); i++) {
		size_t len = strlen(reached[i].dir);
		const char *but = reached[i].but;

		if (!strncmp(target, reached[i].dir, len) &&
		    (!but || strncmp(target, but, strlen(but))))
			return arena_printf(arena, "%s%s", reached[i].by,
					    target + len);
	}
	return target;
}

static const char *cmd_path(struct arena *arena, const struct tree *tree,
			    const struct unit *unit)
{
	const char *name = strrchr(unit->target, '/');
	int dir = name ? (int)(name - unit->target) + 1 : 0;

	return arena_printf(arena, "%s/%.*s.%s.cmd", tree->dir, dir,
			    unit->target, unit->target + dir);
}

static struct err *command_read(struct arena *arena, const struct tree *tree,
				struct unit *unit)
{
	const char *path = cmd_path(arena, tree, unit);
	_cleanup_free_ char *text = NULL;
	const char *objtool;
	struct err *err;

	err = file_read(path, &text, NULL);
	if (err)
		return err;
	err = kbuild_command(arena, text, &unit->command, &objtool);
	return err ? err_wrap(err, "'%s'", path) : NULL;
}

static bool unit_is_made(struct arena *arena, const struct tree *tree,
			 const struct unit *unit)
{
	return unit->is_new || (path_exists(unit->dist) &&
				path_exists(cmd_path(arena, tree, unit)));
}

/*
 * kbuild compiles what belongs to several modules once, and calls it by all
 * their names (modname of scripts/Makefile.lib, Linux 6.1 and 6.12):
 * -DMODULE ... -DKBUILD_MODNAME='"a:b"'. What is no module's has no -DMODULE.
 */
struct err *unit_modules(struct arena *arena, struct unit *unit)
{
	static const char option[] = " -DKBUILD_MODNAME='\"";
	const char *at = strstr(unit->command, option);
	char *names, *name;
	size_t n = 0;

	if (!strstr(unit->command, " -DMODULE "))
		return NULL;
	if (!at)
		return err_new(ERR_FAILED, "'%s': kbuild does not say whose "
			       "module the file is", unit->path);
	at += strlen(option);
	names = arena_printf(arena, "%.*s", (int)strcspn(at, "\""), at);
	unit->modules = arena_array(arena, strlen(names) / 2 + 2,
				    sizeof(*unit->modules));
	while ((name = strsep(&names, ":")))
		if (*name)
			unit->modules[n++] = name;
	return NULL;
}

static void not_built(const struct unit *unit, struct diags *diags)
{
	diag_add(diags, DIAG_REFUSE, "KM102", unit->path, NULL, 0,
		 "leave it out of the diff, or choose a kernel that has it",
		 "this kernel does not build the file");
}

/* Units that make knew no way to build are not part of this kernel. */
static struct err *units_missing(struct arena *arena, const struct tree *tree,
				 const struct units *units, const char *log,
				 struct err *err, struct diags *diags)
{
	bool explained = false;
	const char *target;

	vec_for_each(&units->list, unit) {
		if (unit_is_made(arena, tree, unit))
			continue;
		target = make_target(arena, unit->target);
		if (!strstr(log, arena_printf(arena, "target '%s'", target)) &&
		    !strstr(log, arena_printf(arena, "done for '%s'", target)))
			return err ? err : err_new(ERR_FAILED,
				"make did not build '%s'", unit->target);
		explained = true;
		not_built(unit, diags);
	}
	if (explained || !err) {
		err_destroy(err);
		return NULL;
	}
	return err;
}

static bool units_are_made(struct arena *arena, const struct tree *tree,
			   const struct units *units)
{
	vec_for_each(&units->list, unit)
		if (!unit_is_made(arena, tree, unit))
			return false;
	return true;
}

/*
 * Checksums of exports are no part of an object, and to find them the compiler
 * reads a unit once more. Debug information is none of what is compared, and a
 * fifth of the compiler's time; code does not depend on it. Should it ever,
 * the unit is not proved, and compiled once more with it (compare.c).
 */
static struct err *units_try(struct arena *arena, const struct tree *tree,
			     const struct units *units, char **ret_log)
{
	_cleanup_argv_ struct argv targets = {0};

	argv_add(&targets, "-k", "CONFIG_MODVERSIONS=",
		 "KCFLAGS=" UNIT_NO_DEBUG, NULL);
	vec_for_each(&units->list, unit)
		if (!unit_is_made(arena, tree, unit))
			argv_add(&targets, make_target(arena, unit->target),
				 NULL);
	return tree_make(tree, &targets, ret_log);
}

static struct err *units_build(struct arena *arena, const struct tree *tree,
			       const struct units *units, size_t n_todo,
			       struct diags *diags)
{
	_cleanup_free_ char *log = NULL;
	struct err *err, *late;
	bool made = false;

	progress_begin("original", "%zu unit%s as the distribution compiled",
		       n_todo, n_todo == 1 ? "" : "s");
	err = units_try(arena, tree, units, &log);
	if (!units_are_made(arena, tree, units) && !interrupt_signal()) {
		/* for want of a program that few units need? */
		late = tree_tools(tree, &made);
		if (late || made) {
			err_destroy(err);
			err = late;
		}
		if (!late && made) {
			free(take_ptr(log));
			err = units_try(arena, tree, units, &log);
		}
	}
	if (err && !log)	/* make did not even begin */
		return err;
	err = units_missing(arena, tree, units, log, err, diags);
	if (!err)
		progress_end(NULL);
	return err;
}

/* The build has left the commands; the objects are compiled with the others. */
static struct err *units_own(struct arena *arena, const struct tree *tree,
			     struct units *units, struct diags *diags)
{
	struct err *err = NULL;

	vec_for_each(&units->list, unit) {
		size_t len = strlen(unit->path);

		unit->target = arena_printf(arena, "%.*s.o", (int)len - 2,
					    unit->path);
		unit->dist = arena_printf(arena, "%s/%s", tree->keep,
					  unit->target);
		if (!unit->is_new)
			err = command_own(arena, tree, unit->target,
					  &unit->command);
		if (!err && unit->command)
			err = unit_modules(arena, unit);
		else if (!err)
			not_built(unit, diags);
		if (err)
			return err;
	}
	return NULL;
}

struct err *units_make(struct arena *arena, const struct tree *tree,
		       struct units *units, struct diags *diags)
{
	size_t n_todo = 0;
	struct err *err;

	if (tree->kernel->own)
		return units_own(arena, tree, units, diags);
	vec_for_each(&units->list, unit) {
		size_t len = strlen(unit->path);

		unit->target = arena_printf(arena, "%.*s.o", (int)len - 2,
					    unit->path);
		unit->dist = arena_printf(arena, "%s/%s", tree->dir,
					  unit->target);
		n_todo += !unit_is_made(arena, tree, unit);
	}
	if (n_todo) {
		err = units_build(arena, tree, units, n_todo, diags);
		if (err)
			return err;
	}
	vec_for_each(&units->list, unit) {
		if (!unit_is_made(arena, tree, unit))
			continue;
		err = unit->is_new ? NULL : command_read(arena, tree, unit);
		if (!err)
			err = unit_modules(arena, unit);
		if (err)
			return err;
	}
	return NULL;
}
