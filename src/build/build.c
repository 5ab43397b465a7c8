// SPDX-License-Identifier: GPL-2.0
/*
 * build - source diffs in, one verified patch module out
 *
 * build_steps() is the whole way. Findings are collected within a step and
 * end the build between steps, so that an author sees all of a kind at once.
 * What is made on the way lies in one directory that goes with us, however
 * the build ends; the module appears at its place whole, or not at all.
 */
#include "build/build.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/jobs.h"
#include "base/progress.h"
#include "build/affect.h"
#include "build/cache.h"
#include "build/launcher.h"
#include "build/steps.h"
#include "elf/checksum.h"

struct err *build_findings(const struct build *b)
{
	if (!diags_refuse(b->report->diags))
		return NULL;
	return err_new(ERR_REFUSED, "this change cannot be patched live");
}

static struct err *find_units(struct build *b)
{
	struct affect affect = {
		.arena = b->arena, .tree = b->tree, .temp = b->work.dir,
		.changes = &b->changes, .overlay = &b->overlay,
		.units = &b->units, .diags = b->report->diags,
	};
	struct err *err = affect_find(&affect);

	affect_deinit(&affect);
	if (!err)
		err = build_findings(b);
	if (!err && !b->units.list.n)
		err = err_new(ERR_NOTHING, "the diffs change no code that "
			      "runs");
	vec_for_each(&b->units.list, unit)
		vec_push(&b->report->units, unit->path);
	return err;
}

static struct err *kit_work(void *data)
{
	struct build *b = data;

	return kit_open(b->kit_arena, b->kernel, &b->kit);
}

/* The core is slow the first time, and nobody needs it before the link. */
static void kit_begin(struct build *b)
{
	background_start(&b->kit_job, kit_work, b);
}

static struct err *kit_wait(struct build *b)
{
	bool late = !background_is_done(&b->kit_job);
	struct err *err;

	if (late)
		progress_begin("core", "for %s", b->report->release);
	err = background_wait(&b->kit_job);
	if (err)
		return err;
	b->report->core = arena_strdup(b->arena, b->kit->core);
	if (late)
		progress_end("for %s", b->report->release);
	return NULL;
}

static struct err *tree_prepare(struct build *b)
{
	if (!b->kernel->own)
		return tree_open(b->arena, b->kernel, b->opt->unverified,
				 &b->tree);
	return tree_open_own(b->arena, b->kernel, b->opt->unverified,
			     arena_printf(b->arena, "%s/tree", b->work.dir),
			     &b->tree);
}

static struct err *prepare(struct build *b)
{
	struct err *err;

	progress_begin("prepare", "source of %s", b->report->release);
	err = tree_prepare(b);
	if (!err)
		progress_end("source of %s", b->report->release);
	return err;
}

/* Another compiler may be a reason for all that is not proved later. */
static struct err *check_compiler(struct build *b, const char **ret_cc)
{
	const char *other;
	struct err *err = tree_check_compiler(b->arena, b->kernel,
					      b->opt->unverified, ret_cc,
					      &other);

	if (!err && other)
		diag_add(b->report->diags, DIAG_WARN, "KM106", "compiler",
			 NULL, 0, "use that compiler, if it can be had", "%s",
			 other);
	return err;
}

static struct err *compile_external(struct build *b)
{
	struct err *err;

	b->external.launcher = b->opt->launcher;
	err = check_compiler(b, &b->external.cc);
	if (err)
		return err;
	kit_begin(b);
	err = external_compile(&b->external, &b->diffs, &b->units);
	vec_for_each(&b->units.list, unit)
		vec_push(&b->report->units, unit->path);
	return err;
}

static struct err *compile(struct build *b)
{
	const char *cc;
	struct err *err;

	if (b->opt->module)
		return compile_external(b);
	err = check_compiler(b, &cc);
	if (err)
		return err;
	kit_begin(b);
	err = prepare(b);
	if (!err && b->opt->launcher && !b->kernel->own)
		err = launcher_set(b->arena, cc, b->opt->launcher,
				   arena_printf(b->arena, "%s/launcher",
						b->work.dir), &b->tree->path);
	if (!err)
		err = find_units(b);
	if (!err)
		err = units_make(b->arena, b->tree, &b->units,
				 b->report->diags);
	if (!err)
		err = build_findings(b);
	if (!err)
		err = units_compile(b->arena, b->tree, &b->units, &b->overlay,
				    &b->changes, b->opt->launcher,
				    arena_printf(b->arena, "%s/patched",
						 b->work.dir),
				    b->report->diags);
	return err ? err : build_findings(b);
}

static struct err *link_module(struct build *b, const char **ret)
{
	struct link link = {
		.arena = b->arena, .kit = b->kit, .facts = b->facts,
		.modules = &b->modules, .globals = &b->globals,
		.dir = b->work.dir,
		.diags = b->report->diags, .name = b->report->name,
		.description = b->report->description,
		.ret_description = &b->report->description,
		.livepatch = b->opt->livepatch,
		.unverified = !b->report->verified,
		.cves = b->report->cves,
		.on = b->report->on,
		.source_diff = b->opt->livepatch ? NULL : b->source_diff,
	};
	struct err *err;

	progress_begin("link", "kmend-%s.ko", link.name);
	err = link_patch(&link, b->objs.v, b->objs.n, ret);
	if (!err)
		err = build_findings(b);
	if (!err)
		progress_end("kmend-%s.ko", link.name);
	return err;
}

/* Before anything that takes long. */
static struct err *sign_begin(struct build *b)
{
	b->sign = (struct sign){
		.arena = b->arena, .kernel = b->kernel, .dir = b->work.dir,
		.key = b->opt->sign_key, .cert = b->opt->sign_cert,
	};
	return b->sign.key ? sign_try(&b->sign) : NULL;
}

/* Nothing but a signature comes into the module after this. */
static struct err *write_checksum(struct build *b, const char **module)
{
	const char *to = arena_printf(b->arena, "%s/summed.ko", b->work.dir);
	_cleanup_free_ char *data = NULL;
	char sum[CHECKSUM_HEX + 1];
	struct err *err;
	size_t size, at;

	err = file_read(*module, &data, &size);
	if (err)
		return err;
	at = checksum_find(data, size);
	if (!at || memcmp(data + at, CHECKSUM_ZEROS, CHECKSUM_HEX) != 0)
		return err_new(ERR_FAILED, "'%s' has no place for a checksum",
			       *module);
	checksum_make(data, size, at, sum);
	memcpy(data + at, sum, CHECKSUM_HEX);
	*module = to;
	return file_write(to, data, size);
}

/* A kernel that wants signatures wants one on the core, too. */
static struct err *sign_both(struct build *b, const char **module,
			     const char **core)
{
	struct err *err;

	if (!b->sign.key)
		return NULL;
	progress_begin("sign", "with %s", b->sign.cert);
	err = sign_module(&b->sign, *module, "signed.ko", module);
	if (!err && !b->opt->livepatch)
		err = sign_module(&b->sign, b->report->core, "core.ko", core);
	if (err)
		return err;
	progress_end("with %s", b->sign.cert);
	b->report->signer = b->sign.cert;
	return NULL;
}

/* Beside the patch is where `kmend load` and `kmend install` look for it. */
static struct err *write_core(struct build *b, const char *core,
			      const char *out)
{
	const char *slash = strrchr(out, '/');
	struct err *err;

	b->report->core = arena_printf(b->arena, "%.*skmend.ko",
				       slash ? (int)(slash + 1 - out) : 0, out);
	err = file_copy(core, b->report->core);
	if (err)
		unlink(out);
	return err;
}

static struct err *write_module(struct build *b, const char *module)
{
	const char *out = b->opt->out, *core = NULL;
	char sum[SHA256_HEX];
	struct stat st;
	struct err *err;

	if (!out)
		out = arena_printf(b->arena, "kmend-%s.ko", b->report->name);
	err = write_checksum(b, &module);
	if (!err)
		err = sign_both(b, &module, &core);
	if (!err)
		err = file_sha256(module, sum);
	if (!err)
		err = file_copy(module, out);
	if (!err && core)
		err = write_core(b, core, out);
	if (err)
		return err;
	b->report->sha256 = arena_strdup(b->arena, sum);
	b->report->out = arena_strdup(b->arena, out);
	if (!stat(out, &st))
		b->report->size = (uint64_t)st.st_size;
	return NULL;
}

static struct err *build_steps(struct build *b)
{
	_cleanup_free_ char *cache = NULL;
	const char *module = NULL;
	struct err *err;

	err = build_read_diffs(b);
	if (err)
		return err;

	/* From here on nobody empties the cache: see cache.c. */
	err = cache_dir(&cache);
	if (!err)
		err = work_init(cache, &b->work);

	/* The kernel, and does the diff fit its source? */
	if (!err)
		err = build_find_kernel(b);
	if (!err)
		err = sign_begin(b);
	if (!err)
		err = build_apply_diffs(b);

	/* Compile, prove that it is what runs, and find what changed. */
	if (!err)
		err = compile(b);
	if (!err)
		err = build_read_facts(b);
	if (!err)
		err = build_compare(b);

	/* One module of it all. */
	if (!err)
		err = kit_wait(b);
	if (!err)
		err = link_module(b, &module);
	return err ? err : write_module(b, module);
}

static void build_deinit(struct build *b)
{
	err_destroy(background_wait(&b->kit_job));
	vec_for_each(&b->diffs.list, diff)
		unidiff_deinit(diff);
	vec_deinit(&b->diffs.list);
	bases_deinit(&b->bases);
	vec_deinit(&b->changes.list);
	overlay_deinit(&b->overlay);
	vec_deinit(&b->units.list);
	vec_for_each(&b->objs, o)
		obj_destroy(o->obj);
	vec_deinit(&b->objs);
	vec_deinit(&b->globals.list);
	modules_deinit(&b->modules);
	facts_destroy(b->facts);
	kernel_destroy(b->kernel);
	work_deinit(&b->work);
	arena_destroy(b->kit_arena);
}

struct err *build_run(const struct build_options *opt,
		      struct build_report **ret)
{
	struct arena *arena = arena_create();
	struct build_report *report = arena_new(arena, struct build_report);
	struct build b = { .opt = opt, .report = report, .arena = arena,
			   .kit_arena = arena_create() };
	struct err *err;

	report->arena = arena;
	report->verified = true;
	report->livepatch = opt->livepatch;
	report->diags = diags_create();
	err = build_steps(&b);
	build_deinit(&b);
	*ret = report;
	return err;
}

void build_report_destroy(struct build_report *report)
{
	if (!report)
		return;
	vec_deinit(&report->units);
	vec_deinit(&report->funcs);
	diags_destroy(report->diags);
	arena_destroy(report->arena);
}
