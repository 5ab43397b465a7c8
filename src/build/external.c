// SPDX-License-Identifier: GPL-2.0
/*
 * external - a module that is not part of the kernel's source
 *
 * Its source is copied twice. kbuild makes the module in one copy; its
 * commands, which lie beside the objects, are run again for sections, and
 * with the other copy's directory for what the diffs have changed. Both call
 * themselves by the name of the source (__FILE__), which should be where the
 * module was built. If anything but .c files is touched, all units are
 * compared: a module has few.
 */
#include "build/external.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "build/failed.h"
#include "build/kbuild.h"
#include "build/launcher.h"
#include "build/series.h"
#include "kernel/module.h"

static const char *orig_dir(const struct external *ext)
{
	return arena_printf(ext->arena, "%s/orig", ext->dir);
}

static const char *patched_dir(const struct external *ext)
{
	return arena_printf(ext->arena, "%s/patched", ext->dir);
}

/* Without what kbuild left there, which would keep it from compiling. */
static struct err *source_copy(const struct external *ext, const char *to)
{
	_cleanup_argv_ struct argv copy = {0}, clean = {0};
	struct process opt = {0};
	struct err *err = dir_make(to);

	argv_add(&copy, "cp", "-a", "--", NULL);
	argv_addf(&copy, "%s/.", ext->source);
	argv_add(&copy, to, NULL);
	argv_add(&clean, "find", to, "-name", ".*.cmd", "-type", "f",
		 "-delete", NULL);
	if (!err)
		err = process_run(&copy, &opt);
	return err ? err : process_run(&clean, &opt);
}

static struct err *release_check(const struct external *ext)
{
	const char *magic = module_info(ext->module->ko, "vermagic", 0);
	size_t len = strlen(ext->kernel->release);

	if (magic && !strncmp(magic, ext->kernel->release, len) &&
	    magic[len] == ' ')
		return NULL;
	return err_new(ERR_FAILED, "'%s' is no module for %s", ext->ko,
		       ext->kernel->release);
}

struct err *external_stage(struct external *ext, struct diffs *diffs,
			   struct modules *modules)
{
	struct err *err;

	if (strchr(ext->source, '\'') || strchr(ext->source, ' '))
		return err_new(ERR_FAILED, "'%s': kbuild needs a directory "
			       "without blanks and quotes", ext->source);
	err = modules_add(modules, ext->ko, &ext->module);
	if (!err)
		err = release_check(ext);
	if (!err)
		err = source_copy(ext, orig_dir(ext));
	if (!err)
		err = source_copy(ext, patched_dir(ext));
	if (!err)
		err = series_choose(ext->arena, diffs, ext->source);
	for (size_t i = 0; !err && i < diffs->list.n; i++)
		err = stage_diff(&diffs->list.v[i], orig_dir(ext),
				 patched_dir(ext));
	return err;
}

static struct err *make_module(const struct external *ext)
{
	_cleanup_argv_ struct argv argv = {0};
	const char *path = NULL;
	struct err *err = NULL;

	if (ext->launcher)
		err = launcher_set(ext->arena, ext->cc, ext->launcher,
				   arena_printf(ext->arena, "%s/launcher",
						ext->dir), &path);
	if (err)
		return err;
	if (path)
		argv_addf(&argv, "PATH=%s", path);
	argv_addf(&argv, "M=%s", orig_dir(ext));
	argv_addf(&argv, "KCFLAGS=-fmacro-prefix-map=%s/=%s/", orig_dir(ext),
		  ext->source);
	if (ext->kernel->own)
		argv_addf(&argv, "CC=%s", ext->kernel->own_cc);
	/* other modules' exports are not known here, and not needed */
	argv_add(&argv, "CONFIG_DEBUG_INFO_BTF_MODULES=",
		 "KBUILD_MODPOST_WARN=1", "modules", NULL);
	return kbuild_make(ext->kernel->headers, &argv, NULL);
}

/* Can the diffs have changed what the compiler makes of @path? */
static bool is_touched(const struct diffs *diffs, const char *path)
{
	vec_for_each(&diffs->list, diff)
		vec_for_each(&diff->files, file) {
			size_t len = strlen(file->path);

			if (!strcmp(file->path, path) || len < 2 ||
			    strcmp(file->path + len - 2, ".c"))
				return true;
		}
	return false;
}

/* @text with @to in place of each @from. */
static const char *replace(struct arena *arena, const char *text,
			   const char *from, const char *to)
{
	const char *at, *done = "";

	while ((at = strstr(text, from))) {
		done = arena_printf(arena, "%s%.*s%s", done, (int)(at - text),
				    text, to);
		text = at + strlen(from);
	}
	return arena_printf(arena, "%s%s", done, text);
}

/* @dir is a subdirectory with a '/' behind it, or "". */
static struct err *unit_add(const struct external *ext,
			    const struct diffs *diffs, const char *dir,
			    const char *stem, const char *name,
			    struct units *units)
{
	struct arena *arena = ext->arena;
	struct unit unit = {
		.path = arena_printf(arena, "%s%s.c", dir, stem),
		.target = arena_printf(arena, "%s%s.o", dir, stem),
	};
	_cleanup_free_ char *text = NULL;
	const char *after;
	struct err *err;

	if (!path_exists(arena_printf(arena, "%s/%s", orig_dir(ext),
				      unit.path)) ||
	    !is_touched(diffs, unit.path))
		return NULL;
	err = file_read(arena_printf(arena, "%s/%s.%s.o.cmd", orig_dir(ext),
				     dir, stem), &text, NULL);
	if (!err)
		err = kbuild_command(arena, text, &unit.command, &after);
	if (!err)
		err = unit_modules(arena, &unit);
	if (err)
		return err_wrap(err, "'%s'", unit.path);
	if (!unit.modules || strcmp(*unit.modules, name))
		return NULL;
	unit.dist = arena_printf(arena, "%s/%s", orig_dir(ext), unit.target);
	unit.orig = arena_printf(arena, "%s/%zu-orig.o", ext->dir,
				 units->list.n);
	unit.patched = arena_printf(arena, "%s/%zu-patched.o", ext->dir,
				    units->list.n);
	vec_push(&units->list, unit);
	return NULL;
}

/* Whatever kbuild has left a command of, but what it made itself. */
static bool is_unit(const char *file)
{
	size_t len = strlen(file);

	return *file == '.' && len > 7 && !strcmp(file + len - 6, ".o.cmd") &&
	       !strstr(file, ".mod.o.cmd") &&
	       strcmp(file, ".module-common.o.cmd");
}

static struct err *units_find(const struct external *ext,
			      const struct diffs *diffs, const char *dir,
			      const char *name, struct units *units)
{
	const char *path = arena_printf(ext->arena, "%s/%s", orig_dir(ext),
					dir);
	struct dirent **files;
	struct err *err = NULL;
	int n = scandir(path, &files, NULL, alphasort);

	if (n < 0)
		return err_errno(errno, "cannot read '%s'", path);
	for (int i = 0; i < n; i++) {
		const char *file = files[i]->d_name;

		if (!err && is_unit(file))
			err = unit_add(ext, diffs, dir, arena_printf(ext->arena,
				       "%.*s", (int)strlen(file) - 7, file + 1),
				       name, units);
		else if (!err && files[i]->d_type == DT_DIR && *file != '.')
			err = units_find(ext, diffs, arena_printf(ext->arena,
					 "%s%s/", dir, file), name, units);
		free(files[i]);
	}
	free(files);
	return err;
}

struct compile {
	const struct external *ext;
	const struct unit *unit;
	const char *launcher;	/* with a blank behind it, or "" */
	const char *author;	/* flags */
	bool patched;
	char *messages;		/* of a compiler that failed, or NULL */
};

static struct err *compile_one(void *elem, void *data)
{
	struct compile *job = elem;
	const struct external *ext = job->ext;
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_argv_ struct argv argv = {0};
	char *messages = NULL;
	struct process opt = { .cwd = ext->kernel->headers, .env = kbuild_env,
			       .ret_err = &messages };
	const char *from = arena_printf(arena, "%s/orig", ext->dir);
	const char *to = arena_printf(arena, "%s/patched", ext->dir);
	const char *command = job->unit->command;
	struct err *err;

	(void)data;
	argv_add(&argv, "sh", "-c", NULL);
	if (job->patched)
		command = replace(arena, command, from, to);
	argv_addf(&argv, "exec %s%s %s %s -c -o '%s' '%s/%s'",
		  job->launcher, command, unit_flags(job->unit->command),
		  job->patched ? job->author : "",
		  job->patched ? job->unit->patched : job->unit->orig,
		  job->patched ? to : from, job->unit->path);
	err = process_run(&argv, &opt);
	if (err && !interrupt_signal()) {
		err_destroy(err);
		err = NULL;
		job->messages = take_ptr(messages);
	}
	free(messages);
	return err;
}

/* @err, or all that do not compile. */
static struct err *failed_err(struct compile *jobs, size_t n, struct err *err)
{
	struct failures failures = {0};
	struct err *failed;

	for (size_t i = 0; i < n; i++)
		if (jobs[i].messages)
			failures_add(&failures, jobs[i].unit->path,
				     !jobs[i].patched, jobs[i].messages);
	failed = failures_err(&failures);
	if (!err)
		return failed;
	err_destroy(failed);
	return err;
}

struct err *external_compile(const struct external *ext,
			     const struct diffs *diffs, struct units *units)
{
	const char *launcher = !ext->launcher ? "" :
		arena_printf(ext->arena, "%s ", ext->launcher);
	const char *name = ext->module->name;
	struct compile *jobs;
	const char *author;
	struct err *err;
	size_t n = 0;

	progress_begin("compile", "%s", name);
	err = make_module(ext);
	if (!err)
		err = unit_author_flags(ext->arena, &author);
	if (!err)
		err = units_find(ext, diffs, "", name, units);
	if (err)
		return err;
	if (!units->list.n)
		return err_new(ERR_FAILED, "the diffs touch no file of the "
			       "module %s", name);
	jobs = arena_array(ext->arena, 2 * units->list.n, sizeof(*jobs));
	vec_for_each(&units->list, unit)
		for (int patched = 0; patched < 2; patched++)
			jobs[n++] = (struct compile){
				.ext = ext, .unit = unit, .launcher = launcher,
				.author = author, .patched = patched };
	err = jobs_run(jobs, n, sizeof(*jobs), compile_one, NULL, NULL);
	err = failed_err(jobs, n, err);
	if (!err)
		progress_end("%zu unit%s of %s", units->list.n,
			     units->list.n == 1 ? "" : "s", name);
	return err;
}
