// SPDX-License-Identifier: GPL-2.0
/*
 * affect_text - whose preprocessed text differs in what is compiled
 *
 * The preprocessor runs before and after the change. __LINE__ and __COUNTER__
 * are zero, so that lines that only moved do not count; numbers of lines are
 * taken back in the engine, too. Of the text, declarations that are the same
 * on both sides fall away. What is left must be inert, and nothing that makes
 * code may lead to it: then the compiler would write the same.
 *
 * Some units include what a build makes of other files (crc32table.h,
 * x509.asn1.h). Those that need it are made by kbuild, with what they include,
 * and looked at once more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/jobs.h"
#include "base/process.h"
#include "base/progress.h"
#include "build/affect.h"
#include "build/failed.h"
#include "build/kbuild.h"
#include "build/words.h"

/*
 * A unit may make errors of warnings (arch/x86/kvm does), and no option takes
 * back but -w that a builtin macro is defined. -g3 would write macros out.
 */
#define FLAGS "-E -P -w -g0 -D__LINE__=0 -D__COUNTER__=0"

struct text_job {
	const char *path;
	bool made;
	bool plain;		/* no C: any other word counts */
	const char *command[2], *source[2], *out[2];
	const struct tree *tree;
	bool unmade;		/* something that it includes is not there */
	bool last;		/* and everything was made that can be */
	bool differs;
	char *messages;		/* of a preprocessor that failed, or NULL */
	bool before;		/* on what the change leaves alone */
};

struct text {
	char *text;
	size_t size;
	struct chunks chunks;
	uint8_t *differ;
};

/* @ret_failed: it did not get through, and job->messages say why. */
static struct err *preprocess(struct text_job *job, size_t i, bool *ret_failed)
{
	char *messages = NULL;
	struct process opt = { .cwd = job->tree->dir, .env = kbuild_env,
			       .ret_err = &messages };
	_cleanup_argv_ struct argv argv = {0};
	struct err *err;

	argv_add(&argv, "sh", "-c", NULL);
	argv_addf(&argv, "exec %s " FLAGS " -o '%s' '%s'", job->command[i],
		  job->out[i], job->source[i]);
	err = process_run(&argv, &opt);
	if (err && !interrupt_signal()) {
		err_destroy(err);
		err = NULL;
		*ret_failed = true;
		job->before = !i;
		job->messages = take_ptr(messages);
	}
	free(messages);
	return err;
}

/* Does something that makes code lead to what differs? */
static bool text_reaches(const struct text *a, const struct text *b,
			 struct words *words)
{
	struct words *found = xcalloc(1, sizeof(*found));
	bool grew = true, hit = false;

	while (!hit && grew) {
		grew = false;
		hit = words_spread(words, &a->chunks, a->differ, found) ||
		      words_spread(words, &b->chunks, b->differ, found);
		grew = words_join(words, found);
	}
	words_deinit(found);
	free(found);
	return hit;
}

static bool text_differs(struct text *a, struct text *b, bool plain)
{
	struct words *words = xcalloc(1, sizeof(*words));
	bool inert, differs = false;

	inert = words_differ(words, &a->chunks, &b->chunks, a->differ,
			     b->differ);
	for (size_t i = 0; i < a->chunks.list.n; i++)
		differs |= a->differ[i];
	for (size_t i = 0; i < b->chunks.list.n; i++)
		differs |= b->differ[i];
	if (differs && !plain && inert)
		differs = text_reaches(a, b, words);
	words_deinit(words);
	free(words);
	return differs;
}

static struct err *text_work(void *elem, void *data)
{
	struct text_job *job = elem;
	struct text text[2] = {0};
	struct err *err = NULL;
	bool failed = false;

	(void)data;
	free(take_ptr(job->messages));
	for (size_t i = 0; !err && !failed && i < 2; i++) {
		err = preprocess(job, i, &failed);
		if (!err && !failed)
			err = file_read(job->out[i], &text[i].text,
					&text[i].size);
		remove(job->out[i]);
	}
	job->unmade = failed && job->before && !job->last;
	if (failed) {
		;
	} else if (!err && text[0].size == text[1].size &&
	    !memcmp(text[0].text, text[1].text, text[0].size)) {
		job->differs = false;
	} else if (!err) {
		for (size_t i = 0; i < 2; i++) {
			chunks_read(text[i].text, text[i].size,
				    &text[i].chunks);
			text[i].differ = xcalloc(text[i].chunks.list.n, 1);
		}
		job->differs = text_differs(&text[0], &text[1], job->plain);
	}
	for (size_t i = 0; i < 2; i++) {
		chunks_deinit(&text[i].chunks);
		free(text[i].differ);
		free(text[i].text);
	}
	return err;
}

static void text_done(size_t n_done, void *data)
{
	progress_update("%zu of %zu units that may differ", n_done,
			*(const size_t *)data);
}

static void job_make(struct affect *a, const struct include_file *f,
		     size_t n, struct text_job *job)
{
	const struct command *c = commands_find(&a->commands, f->path);

	*job = (struct text_job){
		.path = f->path, .made = f->made, .tree = a->tree,
		.plain = f->path[strlen(f->path) - 1] != 'c',
		.command = { c->text, overlay_command(a->overlay, c->text) },
	};
	for (size_t i = 0; i < 2; i++) {
		const char *dir = i ? a->overlay->dir : a->tree->source;

		job->source[i] = arena_printf(a->arena, "%s/%s",
				f->made ? a->tree->dir : dir, f->path);
		job->out[i] = arena_printf(a->arena, "%s/%zu.%zu.i", a->temp,
					   n, i);
	}
}

static void text_add(struct affect *a, const struct text_job *job)
{
	const struct command *c = commands_find(&a->commands, job->path);
	const char *why = affect_outside(job->path);

	if (job->plain)
		why = "assembler";
	if (why) {
		diag_add(a->diags, DIAG_REFUSE, "KM135", job->path, NULL, 0,
			 "make the change where only C that runs in the "
			 "kernel sees it", "%s that includes what the diff "
			 "changes comes out different", why);
		return;
	}
	vec_push(&a->units->list, ((struct unit){
		.path = arena_strdup(a->arena, job->path),
		.command = arena_strdup(a->arena, c->text),
		.made = job->made, .by_include = true }));
}

/* Whether make could is seen when they are looked at again. */
static struct err *units_complete(struct affect *a, struct text_job *jobs,
				  size_t n)
{
	_cleanup_argv_ struct argv targets = {0};
	struct err *err = NULL;

	argv_add(&targets, "-k", NULL);
	for (size_t i = 0; i < n; i++)
		if (jobs[i].unmade)
			argv_add(&targets, commands_find(&a->commands,
					jobs[i].path)->target, NULL);
	if (targets.list.n == 1)
		return NULL;
	progress_update("%zu units that include what a build makes",
			targets.list.n - 1);
	err_destroy(tree_make(a->tree, &targets, NULL));
	for (size_t i = 0; !err && i < n; i++) {
		if (!jobs[i].unmade)
			continue;
		err = interrupt_check();
		jobs[i].last = true;
		if (!err)
			err = text_work(&jobs[i], NULL);
	}
	return err;
}

/* @err, or all that did not get through. */
static struct err *failed_err(struct text_job *jobs, size_t n, struct err *err)
{
	struct failures failures = {0};
	struct err *failed;

	for (size_t i = 0; i < n; i++)
		if (jobs[i].messages)
			failures_add(&failures, jobs[i].path, jobs[i].before,
				     take_ptr(jobs[i].messages));
	failed = failures_err(&failures);
	if (!err)
		return failed;
	err_destroy(failed);
	return err;
}

struct err *affect_by_text(struct affect *affect, const uint8_t *keep)
{
	struct text_job *jobs;
	struct err *err;
	size_t n = 0, i = 0;

	for (size_t k = 0; k < affect->includes.files.n; k++)
		n += keep[k];
	jobs = arena_array(affect->arena, n + 1, sizeof(*jobs));
	for (size_t k = 0; k < affect->includes.files.n; k++)
		if (keep[k]) {
			job_make(affect, &affect->includes.files.v[k], i,
				 &jobs[i]);
			i++;
		}
	err = jobs_run(jobs, n, sizeof(*jobs), text_work, text_done, &n);
	if (!err)
		err = units_complete(affect, jobs, n);
	err = failed_err(jobs, n, err);
	for (i = 0; !err && i < n; i++)
		if (jobs[i].differs)
			text_add(affect, &jobs[i]);
	return err;
}
