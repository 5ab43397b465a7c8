// SPDX-License-Identifier: GPL-2.0
/*
 * unit_compile - units before and after the diff, in sections
 *
 * The compiler is run directly, with kbuild's command and three changes: a
 * section for each function and variable, debug information (whose numbers of
 * lines tell __LINE__ from other numbers, and which has the layout of types),
 * and a patched file that lies elsewhere but sees the same headers, and
 * <kmend/...> behind them, and calls itself by the same name (__FILE__).
 * objtool does not run: the engine reads what the compiler wrote, and the
 * linked patch goes through objtool once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "build/data.h"
#include "build/kbuild.h"
#include "build/unit.h"

#define FLAGS	"-ffunction-sections -fdata-sections -g"

struct job {
	const char *unit;	/* for messages */
	const char *source;	/* the file */
	const char *out;	/* the object */
	const char *temp;	/* where it is made */
	const char *command;
	const char *prefix;	/* of paths, cut out of messages; or NULL */
	char *messages;		/* what the compiler said, malloc()ed */
};

struct jobs_data {
	const struct tree *tree;
	size_t n;
};

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

/* Renames when it is whole: others may look for the object at any time. */
static struct err *job_run(void *elem, void *data)
{
	const struct tree *tree = ((struct jobs_data *)data)->tree;
	struct job *job = elem;
	struct process opt = { .cwd = tree->dir, .env = kbuild_env,
			       .ret_err = &job->messages };
	_cleanup_argv_ struct argv argv = {0};
	struct err *err;

	argv_add(&argv, "sh", "-c", NULL);
	argv_addf(&argv, "exec %s -c -o '%s' '%s'", job->command, job->temp,
		  job->source);
	err = process_run(&argv, &opt);
	messages_trim(job);
	if (err) {
		remove(job->temp);
		if (interrupt_signal())
			return err;
		err_destroy(err);
		err = err_new(ERR_FAILED, "'%s' does not compile", job->unit);
		return kbuild_explain(err, job->messages, 40);
	}
	if (rename(job->temp, job->out))
		return err_new(ERR_FAILED, "cannot write '%s'", job->out);
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

/* A directory may have a blank; a quote would end our quoting. */
static struct err *path_check(const char *path)
{
	if (!strchr(path, '\''))
		return NULL;
	return err_new(ERR_FAILED, "the directory '%s' has a quote in its name",
		       path);
}

static struct job job_orig(struct arena *arena, const struct tree *tree,
			   const struct unit *unit)
{
	return (struct job){
		.unit = unit->path,
		.source = arena_printf(arena, "%s/%s", tree->source,
				       unit->path),
		.out = unit->orig,
		.command = arena_printf(arena, "%s " FLAGS, unit->command),
	};
}

static struct job job_patched(struct arena *arena, const struct tree *tree,
			      const struct unit *unit, const char *stage,
			      const char *include)
{
	const char *slash = strrchr(unit->path, '/');
	int dir = slash ? (int)(slash - unit->path) : 0;

	return (struct job){
		.unit = unit->path,
		.source = arena_printf(arena, "%s/%s", stage, unit->path),
		.out = unit->patched,
		.prefix = arena_printf(arena, "%s/", stage),
		.command = arena_printf(arena, "%s " FLAGS
			" -iquote '%s/%.*s' -fmacro-prefix-map='%s/=' %s",
			unit->command, tree->source, dir, unit->path, stage,
			include),
	};
}

/* Where the headers for authors are, as options for the compiler. */
static struct err *include_path(struct arena *arena, const char **ret)
{
	const char *data;
	struct err *err = data_dir(arena, &data);

	if (!err)
		err = path_check(data);
	if (!err)
		*ret = arena_printf(arena, "-I'%s/include' -I'%s/abi'", data,
				    data);
	return err;
}

static struct err *jobs_compile(const struct tree *tree, struct job *jobs,
				size_t n)
{
	struct jobs_data data = { .tree = tree, .n = n };
	struct err *err;

	progress_begin("compile", "%zu object%s", n, n == 1 ? "" : "s");
	err = jobs_run(jobs, n, sizeof(*jobs), job_run, job_done, &data);
	for (size_t i = 0; i < n; i++) {
		if (!err && jobs[i].prefix && jobs[i].messages &&
		    *jobs[i].messages)
			progress_verbose("%s", jobs[i].messages);
		free(jobs[i].messages);
	}
	if (!err)
		progress_end("%zu object%s", n, n == 1 ? "" : "s");
	return err;
}

struct err *units_compile(struct arena *arena, const struct tree *tree,
			  struct units *units, const char *stage,
			  const char *out)
{
	struct job *jobs = arena_array(arena, 2 * units->list.n + 1,
				       sizeof(*jobs));
	/* other flags, other objects: the tree outlives this kmend */
	unsigned long long flags = XXH3_64bits(FLAGS, strlen(FLAGS));
	struct err *err = path_check(tree->source);
	const char *include = "";
	size_t n = 0;

	if (!err)
		err = path_check(stage);
	if (!err)
		err = include_path(arena, &include);
	if (!err)
		err = dir_make(out);
	vec_for_each(&units->list, unit) {
		unit->orig = arena_printf(arena, "%s/kmend-%016llx/%s",
					  tree->dir, flags, unit->target);
		unit->patched = arena_printf(arena, "%s/%s", out,
					     unit->target);
		if (!err)
			err = dir_for(arena, unit->orig);
		if (!err)
			err = dir_for(arena, unit->patched);
		if (!path_exists(unit->orig))
			jobs[n++] = job_orig(arena, tree, unit);
		jobs[n++] = job_patched(arena, tree, unit, stage, include);
	}
	for (size_t i = 0; i < n; i++)
		jobs[i].temp = arena_printf(arena, "%s/%zu.o", out, i);
	return err ? err : jobs_compile(tree, jobs, n);
}
