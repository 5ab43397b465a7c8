// SPDX-License-Identifier: GPL-2.0
/*
 * switch - ask the core to turn a patch on or off
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

/* Off, and the module cannot go yet. */
static struct err *switch_unfinished(struct err *err, const char *name,
				     const struct patch_state *patch)
{
	err_destroy(err);
	err = err_errno(EINPROGRESS,
			"%s: switched off, but %llu task%s still inside it",
			name, (unsigned long long)patch->nr_stragglers,
			patch->nr_stragglers == 1 ? " is" : "s are");
	return err_advise(err,
			  "kmend unload %s again takes it out when they have left; to turn back, write 1 to its file 'enabled' in sysfs",
			  name);
}

/*
 * The patch that another switch is about, or NULL. Of several that change
 * together it is the one that is being enabled.
 */
static const char *moving_find(const struct control_env *env,
			       struct arena *arena, const char *name)
{
	const char *moving = NULL;
	struct core_state core = {0};
	struct err *err = core_state_read(env, arena, &core);

	if (err) {		/* it only explains another error */
		err_destroy(err);
		return NULL;
	}
	for (size_t i = 0; i < core.n_patches; i++) {
		const struct patch_state *p = &core.patches[i];

		if (!patch_is_moving(p))
			continue;
		if (!strcmp(p->name, name))
			return NULL;	/* it is that of this patch */
		if (!moving || !strcmp(p->state, "enabling"))
			moving = p->name;
	}
	return moving;
}

static struct err *moving_error(struct err *err, const char *name, bool on,
				const char *moving)
{
	err_destroy(err);
	err = err_errno(EBUSY, "%s: not switched %s: tasks have not left what %s changed yet, and until then nothing else can be switched",
			name, on ? "on" : "off", moving);
	return err_advise(err, "nothing was changed; 'kmend list' shows what %s is doing, and 'kmend enable %s' or 'kmend disable %s' ends it one way or the other",
			  moving, moving, moving);
}

/* Says in words what the core answered. */
static struct err *switch_error(struct err *err, const char *name, bool on,
				const struct patch_state *patch)
{
	const struct last_switch *last = &patch->last;
	int errnum = err_errnum(err);

	if (errnum == EINPROGRESS)
		return switch_unfinished(err, name, patch);
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
	if (errnum == ETIME)
		return err_advise(err,
				  "the machine would have stood still for too long each time; nothing was changed: allow more with --stop-budget");
	if (errnum == ETXTBSY)
		return err_advise(err,
				  "a timer or work of the patch that goes off is pending, and will call it: the last lines of dmesg name its function; nothing was changed: try again when that has run, or have a pre-unpatch hook of the patch stop it");
	if (errnum == EINTR)
		return err_advise(err, "interrupted; nothing was changed");
	return err_advise(err, "the last lines of dmesg may say why");
}

static struct err *number_write(const struct control_env *env,
				const char *name, const char *file, long n)
{
	_cleanup_free_ char *text = xasprintf("%ld", n);

	return value_write(env, name, file, text);
}

static struct err *mode_write(const struct control_env *env,
			      const char *name,
			      const struct control_options *opt)
{
	_cleanup_free_ char *text = xasprintf("%s%s",
					      opt->force ? "force " : "",
					      opt->mode);
	struct err *err = value_write(env, name, "mode", text);

	if (!err || err_errnum(err) != EPERM)
		return err;
	err_destroy(err);
	err = err_new(ERR_FAILED,
		      "%s: the patch needs a stronger mode than %s", name,
		      opt->mode);
	return err_advise(err, "load it without --mode; --force overrides what the patch says");
}

/* What the administrator wants of the switch. */
static struct err *options_write(const struct control_env *env,
				 const char *name,
				 const struct control_options *opt)
{
	struct err *err = NULL;

	if (opt->mode)
		err = mode_write(env, name, opt);
	if (!err && opt->replace)
		err = value_write(env, name, "replace", "1");
	if (!err && opt->mismatch)
		err = value_write(env, name, "target_mismatch", opt->mismatch);
	if (!err && opt->stop_budget_us >= 0)
		err = number_write(env, name, "stop_budget_us",
				   opt->stop_budget_us);
	if (!err && opt->timeout_ms >= 0)
		err = number_write(env, name, "timeout_ms", opt->timeout_ms);
	return err;
}

struct err *patch_switch(const struct control_env *env, const char *name,
			 bool on, const struct control_options *opt,
			 struct control_report *report)
{
	const char *moving = moving_find(env, report->arena, name);
	struct err *err = options_write(env, name, opt), *err_read;

	if (err)
		return err;
	err = value_write(env, name, "enabled", on ? "1" : "0");
	if (err && err_errnum(err) == EBUSY && !moving)
		moving = moving_find(env, report->arena, name);
	if (err && err_errnum(err) == EBUSY && moving)
		return moving_error(err, name, on, moving);
	err_read = patch_state_read(env, report->arena, name, &report->patch);
	if (err_read) {
		if (!err)
			return err_read;
		err_destroy(err_read);
		return err_wrap(err, "%s: not switched %s", name,
				on ? "on" : "off");
	}
	report->switched = true;
	return err ? switch_error(err, name, on, &report->patch) : NULL;
}
