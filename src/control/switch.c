// SPDX-License-Identifier: GPL-2.0
/*
 * switch - ask the core to turn a patch on or off
 */
#include <errno.h>
#include <stdlib.h>

#include "control/internal.h"

static struct err *value_write(const struct control_env *env,
			       const char *name, const char *file,
			       const char *value)
{
	_cleanup_free_ char *path = xasprintf("%s/patches/%s/%s", env->sysfs,
					      name, file);
	int errnum = env->sysfs_write(path, value);

	return errnum ? err_errno(errnum, "'%s'", path) : NULL;
}

/* Says in words what the core answered. */
static struct err *switch_error(struct err *err, const char *name, bool on,
				const struct last_switch *last)
{
	int errnum = err_errnum(err);

	if (errnum == EBUSY && last->n_blockers) {
		const struct blocker *b = &last->blockers[0];

		err_destroy(err);
		err = err_errno(EBUSY,
				"%s: not switched %s: %zu task%s stayed inside for %.1f s, first %ld (%s) in %s",
				name, on ? "on" : "off", last->n_blockers,
				last->n_blockers == 1 ? "" : "s",
				(double)last->elapsed_us / 1e6, b->pid,
				b->comm, b->function);
		return err_advise(err,
				  "nothing was changed; try again when they have left, or longer with --timeout");
	}
	err = err_wrap(err, "%s: not switched %s", name, on ? "on" : "off");
	if (errnum == EBUSY)
		return err_advise(err,
				  "another tool (live patch, kprobe) has one of the functions: the last lines of dmesg name it");
	if (errnum == EINTR)
		return err_advise(err, "interrupted; nothing was changed");
	return err_advise(err, "the last lines of dmesg may say why");
}

struct err *patch_switch(const struct control_env *env, const char *name,
			 bool on, const struct control_options *opt,
			 struct control_report *report)
{
	struct err *err = NULL, *err_read;

	if (opt->timeout_ms >= 0) {
		_cleanup_free_ char *ms = xasprintf("%ld", opt->timeout_ms);

		err = value_write(env, name, "timeout_ms", ms);
	}
	if (!err)
		err = value_write(env, name, "enabled", on ? "1" : "0");
	err_read = patch_state_read(env, report->arena, name, &report->patch);
	if (err_read) {
		if (!err)
			return err_read;
		err_destroy(err_read);
		return err_wrap(err, "%s: not switched %s", name,
				on ? "on" : "off");
	}
	report->switched = true;
	return err ? switch_error(err, name, on, &report->patch.last) : NULL;
}
