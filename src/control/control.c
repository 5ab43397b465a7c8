// SPDX-License-Identifier: GPL-2.0
/*
 * control - put a patch into the running kernel, and take it out again
 *
 * Each step that changes the kernel is undone by the one after it that
 * fails; what was there before is never taken away.
 */
#include "control/control.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "control/internal.h"
#include "control/lock.h"
#include "control/overlap.h"

struct control_report *report_create(void)
{
	struct control_report *report = xcalloc(1, sizeof(*report));

	report->arena = arena_create();
	return report;
}

void control_report_destroy(struct control_report *report)
{
	if (!report)
		return;
	arena_destroy(report->arena);
	free(report);
}

/* Is the patch made for exactly the kernel that is running? */
static struct err *check_target(const struct control_env *env,
				const struct patch_file *file)
{
	struct err *err;
	char id[65];

	err = kernel_build_id(env, id);
	if (err)
		return err;
	if (!strcmp(id, file->build_id))
		return NULL;
	if (strcmp(env->release, file->release))
		err = err_new(ERR_FAILED,
			      "'%s' is for another build of the kernel: %s, this one is %s",
			      file->path, file->release, env->release);
	else
		err = err_new(ERR_FAILED,
			      "'%s' is for another build of %s: %s, this one is %s",
			      file->path, file->release, file->build_id, id);
	return err_advise(err, "build the patch for this kernel");
}

static struct err *check_format(const struct patch_file *file)
{
	if (!file->livepatch)
		return NULL;
	return err_advise(err_new(ERR_FAILED,
				  "'%s' is a module for mainline livepatch",
				  file->path),
			  "insmod loads it; for kmend, build it without --format livepatch");
}

static struct err *check_not_loaded(const struct control_env *env,
				    const struct patch_file *file)
{
	struct err *err;

	if (patch_is_loaded(env, file->name))
		err = err_new(ERR_FAILED, "patch %s is loaded already",
			      file->name);
	else if (module_is_loaded(env, file->module))
		err = err_new(ERR_FAILED, "module %s is loaded already",
			      file->module);
	else
		return NULL;
	return err_advise(err, "kmend list shows it; kmend unload %s removes it",
			  file->name);
}

struct err *control_begin(const struct control_env *env, int *ret_lock)
{
	if (!env->is_root)
		return err_advise(err_new(ERR_FAILED,
					  "only root may change the kernel"),
				  "run it again with sudo");
	return lock_take_private(env->lock, ret_lock);
}

struct err *control_begin_patch(const struct control_env *env,
				const char *name, int *ret_lock)
{
	struct err *err;

	if (!patch_name_is_valid(name))
		return err_advise(err_new(ERR_USAGE,
					  "'%s' is no name of a patch", name),
				  "kmend list shows the names");
	err = control_begin(env, ret_lock);
	if (err || patch_is_loaded(env, name))
		return err;
	return err_advise(err_new(ERR_FAILED, "patch %s is not loaded", name),
			  "kmend list shows those that are");
}

/*
 * The module is in: switch the patch on, or take the module out again. If
 * not even that works, say so, since then something is left behind.
 */
static struct err *load_switch(const struct control_env *env,
			       const struct patch_file *file,
			       const struct control_options *opt,
			       struct control_report *report)
{
	struct err *err, *err_out;

	err = interrupt_check();
	if (!err && !patch_is_loaded(env, file->name))
		err = err_new(ERR_FAILED,
			      "module %s was loaded, but the core has no patch %s",
			      file->module, file->name);
	if (!err)
		err = patch_switch(env, file->name, true, opt, report);
	if (!err)
		return NULL;
	err_out = module_remove(env, file->module);
	if (err_out) {
		err = err_wrap(err, "%s", err_text(err_out));
		err = err_advise(err, "the patch is off, its module is still there: rmmod %s",
				 file->module);
		err_destroy(err_out);
	}
	return err;
}

static struct err *load_module(const struct control_env *env,
			       const struct patch_file *file,
			       const struct control_options *opt,
			       struct control_report *report)
{
	struct err *err;
	int errnum;

	progress_begin("load", "%s", file->path);
	errnum = env->init_module(file->path, file->ko->data,
				  file->ko->size);
	if (errnum)
		return insert_error(env, errnum, file->path);
	progress_end(NULL);
	progress_begin("switch", "%s", file->name);
	err = load_switch(env, file, opt, report);
	if (!err)
		progress_end("%zu function%s", file->n_funcs,
			     file->n_funcs == 1 ? "" : "s");
	return err;
}

/* Would it undo what another patch changes? */
static struct err *check_overlap(const struct control_env *env,
				 const struct patch_file *file,
				 const struct control_options *opt,
				 struct control_report *report)
{
	struct overlap_patch patch = overlap_of_file(file);
	struct core_state core;
	struct err *err = core_state_read(env, report->arena, &core);

	patch.replace |= opt->replace;
	return err ? err : overlap_check_all(report->arena, &patch, &core,
					     opt->over, &report->takes);
}

struct err *control_load(const struct control_env *env, const char *path,
			 const struct control_options *opt,
			 struct control_report **ret)
{
	_cleanup_patch_file_ struct patch_file *file = NULL;
	_cleanup_report_ struct control_report *report = report_create();
	_cleanup_free_ char *core = NULL;
	_cleanup_lock_ int lock = -1;
	struct err *err;

	err = patch_file_read(path, &file);
	if (!err)
		err = check_format(file);
	if (!err)
		err = check_target(env, file);
	if (!err)
		err = control_begin(env, &lock);
	if (!err)
		err = check_not_loaded(env, file);
	if (!err)
		err = check_overlap(env, file, opt, report);
	if (!err)
		err = core_load(env, opt->core, path, &core);
	if (err)
		return err;
	if (core)
		report->core_file = arena_strdup(report->arena, core);
	err = load_module(env, file, opt, report);
	if (err && core)	/* it came for this patch, it goes with it */
		err_destroy(module_remove(env, "kmend"));
	*ret = take_ptr(report);
	return err;
}

struct err *control_unload(const struct control_env *env, const char *name,
			   const struct control_options *opt,
			   struct control_report **ret)
{
	_cleanup_report_ struct control_report *report = report_create();
	_cleanup_lock_ int lock = -1;
	struct err *err;

	err = control_begin_patch(env, name, &lock);
	if (err)
		return err;
	progress_begin("switch", "%s", name);
	err = patch_state_read(env, report->arena, name, &report->patch);
	report->switched = report->idle = !err &&
		!strcmp(report->patch.state, "disabled");
	if (!err && !report->idle)
		err = patch_switch(env, name, false, opt, report);
	if (!err)
		err = module_remove(env, report->patch.module);
	if (!err)
		progress_end(NULL);
	*ret = take_ptr(report);
	return err;
}
