// SPDX-License-Identifier: GPL-2.0
/*
 * enable - enable and disable a patch whose module stays loaded
 */
#include <string.h>

#include "base/file.h"
#include "base/progress.h"
#include "control/internal.h"
#include "control/overlap.h"

/*
 * A switch that has not ended is turned round where it is: the patch does not
 * change its place among the others.
 */
static struct err *check(const struct patch_state *state,
			 const struct core_state *core,
			 const struct control_options *opt,
			 struct control_report *report)
{
	struct overlap_patch patch = overlap_of_state(state);

	patch.replace |= opt->replace;
	if (patch_is_moving(state))
		return NULL;
	return overlap_check_all(report->arena, &patch, core, opt->over,
				 &report->takes);
}

static struct err *nothing(const char *name, bool on)
{
	return err_new(ERR_NOTHING, "patch %s is %s already", name,
		       on ? "enabled" : "disabled");
}

struct err *control_set(const struct control_env *env, const char *name,
			bool on, const struct control_options *opt,
			struct control_report **ret)
{
	_cleanup_report_ struct control_report *report = report_create();
	_cleanup_lock_ int lock = -1;
	struct core_state core;
	struct err *err;

	err = control_begin_patch(env, name, &lock);
	if (!err)
		err = patch_state_read(env, report->arena, name,
				       &report->patch);
	if (!err)
		err = core_state_read(env, report->arena, &core);
	if (err)
		return err;
	if (!strcmp(report->patch.state, on ? "enabled" : "disabled")) {
		report->switched = report->idle = true;
		err = nothing(name, on);
	}
	if (!err && on)
		err = check(&report->patch, &core, opt, report);
	if (!err) {
		progress_begin("switch", "%s", name);
		err = patch_switch(env, name, on, opt, report);
	}
	if (!err)
		progress_end(NULL);
	*ret = take_ptr(report);
	return err;
}
