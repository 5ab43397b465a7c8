/* SPDX-License-Identifier: GPL-2.0 */
/*
 * control - put a patch into the running kernel, and take it out again
 */
#ifndef KMEND_CONTROL_CONTROL_H
#define KMEND_CONTROL_CONTROL_H

#include "base/arena.h"
#include "base/err.h"
#include "control/env.h"
#include "control/patch_file.h"
#include "control/state.h"

/* How a switch went: what the verbs show. */
struct control_report {
	struct arena *arena;
	bool switched;		/* the core was asked to; @patch is set */
	struct patch_state patch;
	bool idle;		/* nothing was switched: it was so already */
	const char *core_file;	/* the core was loaded from it, or NULL */
	const char *takes;	/* patches whose place it took, or NULL */
};

void control_report_destroy(struct control_report *report);

static inline void control_report_cleanup(struct control_report **report)
{
	control_report_destroy(*report);
}
#define _cleanup_report_ __attribute__((cleanup(control_report_cleanup)))

struct control_options {
	const char *core;	/* path of kmend.ko, or NULL: look for it */
	long timeout_ms;	/* of the switch; negative: the core's own */
	long stop_budget_us;	/* likewise */
	const char *mode;	/* KMEND_ABI_MODE_*; NULL: the patch's own */
	bool force;		/* @mode may be weaker than that */
	bool replace;		/* all other patches go off */
	bool over;		/* changes of others may be undone */
	const char *mismatch;	/* of a module: "refuse", "unpatched" or NULL */
};

/**
 * Load a patch module and switch the patch on.
 *
 * Whatever can be refused is refused before the kernel is touched. After a
 * failure the kernel has what it had before: neither the patch module nor a
 * core that was loaded only for it stays.
 *
 * @param ret  what happened, set also on failure; maybe NULL then.
 * @return     NULL, or why it is not on; err_errnum() EBUSY when tasks kept
 *             it out (ret->patch.last.blockers).
 */
struct err *control_load(const struct control_env *env, const char *path,
			 const struct control_options *opt,
			 struct control_report **ret) __must_check;

/**
 * Enable or disable a patch whose module is loaded.
 *
 * @param ret  as for control_load().
 * @return     NULL; ERR_NOTHING if it was so already; or as control_load()
 *             and control_unload().
 */
struct err *control_set(const struct control_env *env, const char *name,
			bool on, const struct control_options *opt,
			struct control_report **ret) __must_check;

/**
 * Switch a patch off and take its module out.
 *
 * After a failure to switch, the patch is as enabled as it was; unless
 * err_errnum() is EINPROGRESS: it is off, but tasks are inside it still.
 *
 * @param ret  as for control_load(); the state is that before the module
 *             went.
 */
struct err *control_unload(const struct control_env *env, const char *name,
			   const struct control_options *opt,
			   struct control_report **ret) __must_check;

#endif
