// SPDX-License-Identifier: GPL-2.0
/*
 * inputs - what a build is given: diffs, a kernel, and its source
 *
 * All of it is looked at before anything is prepared or compiled: it is quick
 * to fail.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/file.h"
#include "base/progress.h"
#include "build/applied.h"
#include "build/cache.h"
#include "build/fit.h"
#include "build/foreign.h"
#include "build/name.h"
#include "build/series.h"
#include "build/source_diff.h"
#include "build/steps.h"
#include "kernel/own.h"

struct err *build_read_diffs(struct build *b)
{
	struct diffs own = {0};
	const char *first;
	struct err *err;

	err = bases_read(b->arena, b->opt->on, b->opt->n_on,
			 b->opt->unverified, &b->bases);
	if (!err)
		err = series_read(b->arena, b->opt->patches,
				  b->opt->n_patches, &own);
	if (err) {
		vec_deinit(&own.list);
		return err;
	}
	b->report->description = series_subject(b->arena, &own);
	b->report->cves = bases_cves(b->arena, &b->bases,
				     series_cves(b->arena, &own));
	b->report->on = bases_ids(b->arena, &b->bases);
	first = own.list.v[0].path;
	if (!strcmp(first, "-") && own.list.v[0].subject)
		first = own.list.v[0].subject;
	err = bases_diffs(b->arena, &b->bases, &b->diffs);
	vec_for_each(&own.list, diff)
		vec_push(&b->diffs.list, *diff);
	vec_deinit(&own.list);
	if (!err)
		err = patch_name(b->arena, b->opt->out, first,
				 &b->report->name);
	return err ? err : bases_check_name(&b->bases, b->report->name);
}

/* Debian's, from its packages, or one's own from where it was built. */
static struct err *kernel_get(struct build *b, const char *what)
{
	const char *source = b->opt->module ? NULL : b->opt->source;
	const char *own = own_dir(b->arena, what);
	struct err *err;

	if (own && source)
		return err_new(ERR_USAGE, "the source of '%s' is where it was "
			       "built of it: --source does not go with it",
			       own);
	if (own)
		return own_open(own, &b->kernel);
	err = source ? NULL : kernel_open(what, &b->kernel);
	if (err || source) {
		err_destroy(err);
		err = kernel_fetch(what, source, &b->kernel);
	}
	return err;
}

struct err *build_find_kernel(struct build *b)
{
	const char *what = b->opt->kernel;
	struct utsname uts;
	struct err *err;

	if (!what) {
		uname(&uts);
		what = arena_strdup(b->arena, uts.release);
	}
	err = kernel_get(b, what);
	if (err)
		return err;
	err = bases_check_release(&b->bases, b->kernel->release);
	if (err)
		return err;
	modules_init(&b->modules, b->arena, b->kernel);
	cache_used(b->kernel->dir);
	b->report->release = arena_strdup(b->arena, b->kernel->release);
	b->report->version = arena_strdup(b->arena, b->kernel->version);
	return NULL;
}

struct err *build_read_facts(struct build *b)
{
	const char *symvers = arena_printf(b->arena, "%s/Module.symvers",
					   b->kernel->headers);
	struct err *err;

	progress_begin("facts", "%s", b->kernel->release);
	err = facts_load_cached(b->kernel->release, b->kernel->image, symvers,
				arena_printf(b->arena, "%s/facts",
					     b->kernel->dir), &b->facts);
	if (err)
		return err;
	b->report->build_id = arena_strdup(b->arena, b->facts->image.build_id);
	if (b->kernel->own)
		err = own_check(b->kernel, b->facts->image.build_id);
	if (!err)
		err = bases_check_build(&b->bases, b->report->build_id);
	if (err)
		return err;
	progress_end("%zu symbols, build ID %.16s...", b->facts->ksyms.n,
		     b->facts->image.build_id);
	return NULL;
}

static struct err *apply_to_external(struct build *b)
{
	_cleanup_free_ char *source = NULL;
	struct err *err;
	bool known;

	if (!b->opt->source)
		return err_new(ERR_USAGE, "--module needs --source, the "
			       "directory of the module's source");
	source = realpath(b->opt->source, NULL);
	if (!source)
		return err_errno(errno, "--source: '%s'", b->opt->source);
	b->external = (struct external){
		.arena = b->arena, .kernel = b->kernel, .ko = b->opt->module,
		.source = arena_strdup(b->arena, source),
		.dir = arena_printf(b->arena, "%s/external", b->work.dir),
		.diags = b->report->diags,
	};
	err = external_stage(&b->external, &b->diffs, &b->modules);
	if (err)
		return applied_explain(err, &b->diffs, source, "the module's",
				       b->work.dir, &known);
	foreign_judge(&b->diffs, NULL, source, b->external.dir,
		      b->report->diags);
	return build_findings(b);
}

/* What the module keeps, so that another patch can be built on it. */
static struct err *keep_diff(struct build *b)
{
	const char *source = b->kernel->source, *stage = b->stage;
	struct map paths = {0};
	struct err *err;

	if (b->opt->module) {
		source = b->external.source;
		stage = arena_printf(b->arena, "%s/patched", b->external.dir);
		vec_for_each(&b->diffs.list, diff)
			vec_for_each(&diff->files, file)
				map_put(&paths, file->path, NULL);
	}
	vec_for_each(&b->changes.list, change)
		if (change->kind != CHANGE_NONE)
			map_put(&paths, change->path, NULL);
	err = source_diff_make(b->arena, &paths, source, stage,
			       &b->source_diff);
	map_deinit(&paths);
	return err;
}

/* Who builds his own kernel has its source in whatever state he works on. */
static struct err *own_advise(struct err *err, const struct build *b)
{
	return err_advise_also(err, "'%s' must be as it was when the kernel "
			       "was built: is the diff applied there already? "
			       "'git stash' takes it out for the build",
			       b->kernel->source);
}

/* It does not apply: what would help? */
static struct err *apply_advise(struct err *err, const struct build *b)
{
	bool known;

	err = applied_explain(err, &b->diffs, b->kernel->source, "the kernel's",
			      b->work.dir, &known);
	if (b->kernel->own)
		return own_advise(err, b);
	return known ? err :
	       fit_advise(err, &b->diffs, b->kernel, b->work.dir);
}

/* A diff of another series is often one of files that are not here. */
static bool misses_files(const struct build *b)
{
	vec_for_each(&b->changes.list, c)
		if (c->kind != CHANGE_NONE && !c->is_new &&
		    !path_exists(arena_printf(b->arena, "%s/%s",
					      b->kernel->source, c->path)))
			return true;
	return false;
}

static struct err *apply_to_kernel(struct build *b)
{
	struct err *err;

	err = series_choose(b->arena, &b->diffs, b->kernel->source);
	if (err)
		return err;
	stage_changes(&b->diffs, b->kernel->source, &b->changes,
		      b->report->diags);
	err = build_findings(b);
	if (err)
		return misses_files(b) && !b->kernel->own ?
		       apply_advise(err, b) : err;
	b->stage = arena_printf(b->arena, "%s/stage", b->work.dir);
	overlay_init(&b->overlay, b->arena, tree_source(b->arena, b->kernel),
		     b->stage);
	err = stage_apply(b->arena, &b->diffs, b->kernel->source, &b->changes,
			  b->stage);
	if (err)
		return apply_advise(err, b);
	foreign_judge(&b->diffs, &b->changes, b->kernel->source, b->stage,
		      b->report->diags);
	return build_findings(b);
}

struct err *build_apply_diffs(struct build *b)
{
	struct err *err = b->opt->module ? apply_to_external(b) :
			  apply_to_kernel(b);

	return err ? err : keep_diff(b);
}
