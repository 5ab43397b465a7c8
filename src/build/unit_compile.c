// SPDX-License-Identifier: GPL-2.0
/*
 * unit_compile - units before and after the diff, in sections
 *
 * The compiler is run directly, with kbuild's command and three changes: a
 * section for each function and variable, debug information (whose numbers of
 * lines tell __LINE__ from other numbers, and which has the layout of types),
 * and after the diff the overlay in place of the source, whose files call
 * themselves by the same names (__FILE__), and <kmend/...> behind it. objtool
 * does not run: the engine reads what the compiler wrote, and the linked patch
 * goes through objtool once.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "build/failed.h"
#include "build/foreign.h"
#include "build/foreign_read.h"
#include "build/kbuild.h"
#include "build/store.h"
#include "build/unit.h"

struct job {
	const char *unit;	/* for messages */
	const char *source;	/* the file */
	const char *out;	/* the object */
	const char *temp;	/* where it is made */
	const char *command;
	const char *prefix;	/* of paths, cut out of messages; or NULL */
	char *messages;		/* what the compiler said, malloc()ed */
	const char *store;	/* where the object is kept, or NULL */
	bool failed;		/* the compiler did */
	struct foreign_roots roots;	/* of a patched unit */
	char *foreign;		/* read from elsewhere, malloc()ed, or NULL */
};

struct jobs_data {
	const struct tree *tree;
	size_t n;
};

const char *unit_flags(const char *command)
{
	if (strstr(command, "--param asan-globals=1"))
		return UNIT_FLAGS
		       " --param asan-globals=0 --param asan-stack=0";
	return UNIT_FLAGS;
}

/* The messages without the directory that only we know. */
static void messages_trim(struct job *job)
{
	size_t len = job->prefix ? strlen(job->prefix) : 0;
	char *from = job->messages, *to = from;

	while (len && from && *from) {
		if (!strncmp(from, job->prefix, len))
			from += len;
		else
			*to++ = *from++;
	}
	if (len && to)
		*to = '\0';
}

/* Has a macro of the diff led the compiler out of the source? */
static void job_judge(struct job *job, const char *deps)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_free_ char *text = NULL;
	const char *name;

	if (job->failed) {
		name = foreign_in_messages(arena, job->messages, &job->roots);
	} else {
		err_destroy(file_read(deps, &text, NULL));
		name = text ? foreign_in_deps(arena, text, &job->roots) : NULL;
	}
	if (name)
		job->foreign = xstrdup(name);
}

/*
 * Renames when it is whole: others may look for the object at any time. That
 * the compiler fails is no error yet: all that fail are told together.
 */
static struct err *job_run(void *elem, void *data)
{
	const struct tree *tree = ((struct jobs_data *)data)->tree;
	struct job *job = elem;
	struct process opt = { .cwd = tree->dir, .env = kbuild_env,
			       .ret_err = &job->messages };
	_cleanup_free_ char *deps = xasprintf("%s.d", job->temp);
	_cleanup_argv_ struct argv argv = {0};
	struct err *err;

	argv_add(&argv, "sh", "-c", NULL);
	argv_addf(&argv, "exec %s -MD -MF '%s' -c -o '%s' '%s'", job->command,
		  deps, job->temp, job->source);
	err = process_run(&argv, &opt);
	if (err && interrupt_signal())
		return err;
	job->failed = err != NULL;
	err_destroy(err);
	if (job->prefix)
		job_judge(job, deps);
	messages_trim(job);
	remove(deps);
	if (job->failed || job->foreign) {
		remove(job->temp);
		return NULL;
	}
	if (rename(job->temp, job->out))
		return err_errno(errno, "cannot write '%s'", job->out);
	/* what the compiler said would not be said again */
	if (job->store && !(job->messages && *job->messages))
		store_put(job->store, job->out);
	return NULL;
}

static void job_done(size_t n_done, void *data)
{
	const struct jobs_data *jobs = data;

	progress_update("%zu of %zu", n_done, jobs->n);
}

/* The directory of a file, made if need be. */
static struct err *dir_for(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return dir_make(arena_printf(arena, "%.*s", (int)(slash - path),
				     path));
}

/* As the build of a kernel of one's own compiled it, but for objtool. */
static struct job job_dist(struct arena *arena, const struct tree *tree,
			   const struct unit *unit)
{
	return (struct job){
		.unit = unit->path,
		.source = arena_printf(arena, "%s/%s", unit->made ? tree->dir :
				       tree->source, unit->path),
		.out = unit->dist, .command = unit->command,
	};
}

/* A file that the patch adds had nothing in it before. */
static struct job job_orig(struct arena *arena, const struct tree *tree,
			   const struct unit *unit)
{
	return (struct job){
		.unit = unit->path,
		.source = unit->is_new ? "/dev/null" :
			  arena_printf(arena, "%s/%s", unit->made ? tree->dir :
				       tree->source, unit->path),
		.out = unit->orig,
		.command = arena_printf(arena, "%s %s%s", unit->command,
					unit_flags(unit->command),
					unit->is_new ? " -x c" : ""),
	};
}

/* Everything from the overlay, under the names of the source. */
static struct job job_patched(struct arena *arena, const struct tree *tree,
			      const struct unit *unit,
			      const struct overlay *overlay,
			      const struct unit_author *author)
{
	const char *dir = unit->made ? tree->dir : overlay->dir;
	const char *command = arena_printf(arena,
		"%s %s -fdebug-prefix-map='%s'='%s' %s",
		overlay_command(overlay, unit->command),
		unit_flags(unit->command), overlay->dir, tree->source,
		author->flags);

	return (struct job){
		.unit = unit->path,
		.source = arena_printf(arena, "%s/%s", dir, unit->path),
		.out = unit->patched,
		.prefix = arena_printf(arena, "%s/", overlay->dir),
		.roots = { .cwd = tree->dir, .command = command,
			   .dirs = { tree->source, overlay->dir } },
		.command = command,
	};
}

/* Where the headers for authors are, as options for the compiler. */
static struct err *jobs_compile(const struct tree *tree, struct job *jobs,
				size_t n, struct diags *diags)
{
	struct jobs_data data = { .tree = tree, .n = n };
	struct failures failures = {0};
	struct err *err, *failed;

	progress_begin("compile", "%zu object%s", n, n == 1 ? "" : "s");
	err = jobs_run(jobs, n, sizeof(*jobs), job_run, job_done, &data);
	for (size_t i = 0; i < n; i++) {
		if (jobs[i].foreign) {
			foreign_add(diags, jobs[i].unit, jobs[i].foreign);
			free(jobs[i].foreign);
			free(jobs[i].messages);
			continue;
		}
		if (jobs[i].failed) {
			failures_add(&failures, jobs[i].unit, !jobs[i].prefix,
				     jobs[i].messages);
			continue;
		}
		if (!err && jobs[i].prefix && jobs[i].messages &&
		    *jobs[i].messages)
			progress_verbose("%s", jobs[i].messages);
		free(jobs[i].messages);
	}
	failed = failures_err(&failures);
	if (err)
		err_destroy(failed);
	else
		err = failed;
	if (!err)
		progress_end("%zu object%s", n, n == 1 ? "" : "s");
	return err;
}

/*
 * All that the patched object is made of, but for the tree, which never
 * changes: the command, the unit's own file, and whatever else of the change
 * it may include.
 */
static struct err *job_key(struct arena *arena, const struct tree *tree,
			   const struct unit *unit,
			   const struct overlay *overlay,
			   const struct unit_author *author,
			   const struct changes *changes, const char **ret)
{
	struct store_key *key = store_key_create();
	struct err *err = NULL;

	store_key_text(key, unit_flags(unit->command));
	store_key_text(key, tree->cc);
	store_key_text(key, unit->path);
	store_key_text(key, unit->command);
	store_key_text(key, author->key);
	vec_for_each(&changes->list, c) {
		if (c->kind == CHANGE_NONE || c->kind == CHANGE_MAKEFILE ||
		    (c->is_unit && strcmp(c->path, unit->path) != 0))
			continue;
		store_key_text(key, c->path);
		if (!err)
			err = store_key_file(key, arena_printf(arena, "%s/%s",
						overlay->dir, c->path));
	}
	*ret = store_path(arena, key, arena_printf(arena, "%s/kmend-objects",
						   tree->keep));
	store_key_destroy(key);
	return err;
}

/* Where the objects go, with their directories. */
static struct err *unit_place(struct arena *arena, const struct tree *tree,
			      struct unit *unit, const char *out)
{
	/* other flags, other objects: the tree outlives this kmend, and a
	 * cache that was moved has other paths in its strings */
	const char *made = arena_printf(arena, "%s %s",
					unit_flags(unit->command),
					tree->source);
	unsigned long long flags = XXH3_64bits(made, strlen(made));
	struct err *err;

	unit->orig = unit->is_new ?
		arena_printf(arena, "%s/kmend-%016llx/empty-%016llx.o",
			     tree->keep, flags, (unsigned long long)
			     XXH3_64bits(unit->command,
					 strlen(unit->command))) :
		arena_printf(arena, "%s/kmend-%016llx/%s", tree->keep, flags,
			     unit->target);
	unit->patched = arena_printf(arena, "%s/%s", out, unit->target);
	if (unit->is_new)
		unit->dist = unit->orig;
	err = dir_for(arena, unit->dist);
	if (!err)
		err = dir_for(arena, unit->orig);
	return err ? err : dir_for(arena, unit->patched);
}

struct err *unit_compile_debug(struct arena *arena, const struct tree *tree,
			       const struct unit *unit, const char *out,
			       bool *ret)
{
	struct jobs_data data = { .tree = tree, .n = 1 };
	struct err *err;
	struct job job;

	*ret = unit->command && strstr(unit->command, " " UNIT_NO_DEBUG);
	if (!*ret)
		return NULL;
	job = job_dist(arena, tree, unit);
	job.command = arena_printf(arena, "%s -g", unit->command);
	job.out = out;
	job.temp = arena_printf(arena, "%s.tmp", out);
	err = job_run(&job, &data);
	if (!err && job.failed)
		err = kbuild_explain(err_new(ERR_FAILED, "'%s' does not "
				     "compile", job.unit), job.messages, 40);
	free(job.messages);
	return err;
}

struct err *units_compile(struct arena *arena, const struct tree *tree,
			  struct units *units, const struct overlay *overlay,
			  const struct changes *changes,
			  const char *launcher, const char *out,
			  struct diags *diags)
{
	struct job *jobs = arena_array(arena, 3 * units->list.n + 1,
				       sizeof(*jobs));
	struct err *err = unit_path_check(tree->source);
	struct unit_author author = {0};
	size_t n = 0;

	if (!err)
		err = unit_path_check(overlay->dir);
	if (!err)
		err = unit_author_init(arena, &author);
	if (!err)
		err = dir_make(out);
	vec_for_each(&units->list, unit) {
		if (!err)
			err = unit_place(arena, tree, unit, out);
		if (err)
			return err;
		if (tree->kernel->own && !unit->is_new)
			jobs[n++] = job_dist(arena, tree, unit);
		if (!path_exists(unit->orig))
			jobs[n++] = job_orig(arena, tree, unit);
		jobs[n] = job_patched(arena, tree, unit, overlay,
				      &author);
		err = job_key(arena, tree, unit, overlay, &author,
			      changes, &jobs[n].store);
		if (err)
			return err;
		if (path_exists(jobs[n].store))
			unit->patched = jobs[n].store;
		else
			n++;
	}
	for (size_t i = 0; i < n; i++) {
		jobs[i].temp = arena_printf(arena, "%s/%zu.o", out, i);
		if (launcher)
			jobs[i].command = arena_printf(arena, "%s %s", launcher,
						       jobs[i].command);
	}
	return n ? jobs_compile(tree, jobs, n, diags) : NULL;
}
