// SPDX-License-Identifier: GPL-2.0
/*
 * hook - the functions that a patch's author wants called when it is switched
 *
 * A switch calls, in this order: all pre hooks, while callers still reach what
 * they reached before; all atomic hooks, while the machine is stopped, just
 * before callers reach something else; all post hooks, when nobody is left in
 * what they reached before. Of several patches, the one that goes on comes
 * first. Hooks of one patch and kind are called as they stand in the table
 * when it goes on, and in reverse when it goes off.
 *
 * A pre hook that fails, or a switch that fails after the pre hooks, is undone:
 * for each pre hook that had succeeded those post hooks of the way back are
 * called that stand above the hook that failed. So an author writes the hook
 * that undoes below the one that does: see include/kmend/hook.h.
 *
 * A module that comes later is switched on for itself, and off when it goes
 * earlier: then its own hooks are called, and no others. Atomic ones are called
 * in a stop of their own, since they may count on that. What goes cannot be
 * held, so nobody is asked whether it may.
 */
#include <linux/kernel.h>
#include <linux/stop_machine.h>
#include <linux/string.h>

#include "compat.h"
#include "object.h"

/* [on]: kinds of a patch that goes on or off */
static const enum kmend_abi_hook_kind hook_pre[] = {
	KMEND_ABI_HOOK_PRE_UNPATCH, KMEND_ABI_HOOK_PRE_PATCH
};
static const enum kmend_abi_hook_kind hook_atomic[] = {
	KMEND_ABI_HOOK_UNPATCH, KMEND_ABI_HOOK_PATCH
};
static const enum kmend_abi_hook_kind hook_post[] = {
	KMEND_ABI_HOOK_POST_UNPATCH, KMEND_ABI_HOOK_POST_PATCH
};

/* Whose hooks are called. @only: of this module; NULL: of all that are here. */
struct hook_who {
	const struct kmend_patch *patch;
	const struct kmend_object *only;
};

/* The kernel itself is always here; a module while the patch is in it. */
static bool hook_is_here(const struct hook_who *who,
			 const struct kmend_abi_hook *hook)
{
	const char *name = (const char *)hook->object;
	const struct kmend_object *obj = kmend_object_find(who->patch, name);

	if (who->only)
		return obj == who->only;
	return obj ? obj->mod != NULL : !strcmp(name, KMEND_ABI_VMLINUX);
}

/* Entry @i of the table in the order of a patch that goes on or off. */
static const struct kmend_abi_hook *hook_at(const struct kmend_patch *patch,
					    unsigned int i, bool on)
{
	return &patch->hooks[on ? i : patch->nr_hooks - 1 - i];
}

/* Calls hooks without a result. @end: entries from there on are left out. */
static void hook_call(const struct hook_who *who,
		      enum kmend_abi_hook_kind kind, bool on,
		      const struct kmend_abi_hook *end)
{
	const struct kmend_abi_hook *hook;
	bool stopped = kind == hook_atomic[on];
	unsigned int i;

	if (!stopped)
		kmend_hold_begin();
	for (i = 0; i < who->patch->nr_hooks; i++) {
		hook = hook_at(who->patch, i, on);
		if (hook->kind == kind && hook < end &&
		    hook_is_here(who, hook))
			((void (*)(void))hook->fn)();
	}
	if (!stopped)
		kmend_hold_end();
}

static const struct kmend_abi_hook *hook_end(const struct kmend_patch *patch)
{
	return patch->hooks + patch->nr_hooks;
}

static void hook_call_all(const struct hook_who *who,
			  enum kmend_abi_hook_kind kind, bool on)
{
	hook_call(who, kind, on, hook_end(who->patch));
}

/* What is undone goes the other way. */
static void hook_undo(const struct hook_who *who, bool on,
		      const struct kmend_abi_hook *failed)
{
	hook_call(who, hook_post[!on], !on, failed);
}

/*
 * A patch that goes off calls its pre hooks from the last to the first; what
 * has succeeded then stands below the hook that failed.
 */
static void hook_undo_off(const struct hook_who *who,
			  const struct kmend_abi_hook *failed)
{
	const struct kmend_abi_hook *hook;

	kmend_hold_begin();
	for (hook = failed + 1; hook < hook_end(who->patch); hook++)
		if (hook->kind == KMEND_ABI_HOOK_POST_PATCH &&
		    hook_is_here(who, hook))
			((void (*)(void))hook->fn)();
	kmend_hold_end();
}

static int hook_call_pre(const struct hook_who *who, bool on)
{
	const struct kmend_patch *patch = who->patch;
	const struct kmend_abi_hook *hook;
	unsigned int i;
	int ret;

	for (i = 0; i < patch->nr_hooks; i++) {
		hook = hook_at(patch, i, on);
		if (hook->kind != hook_pre[on] || !hook_is_here(who, hook))
			continue;
		kmend_hold_begin();
		ret = ((int (*)(void))hook->fn)();
		kmend_hold_end();
		if (!ret)
			continue;
		pr_err("kmend: %s: hook %ps says no: %d\n", patch->name,
		       (void *)hook->fn, ret);
		if (on)
			hook_undo(who, on, hook);
		else
			hook_undo_off(who, hook);
		return ret < 0 ? ret : -ECANCELED;
	}
	return 0;
}

/*
 * kmend_hook_check() - is the table of hooks sane?
 * Return: 0, or -errno with the reason in the log.
 */
int kmend_hook_check(const struct kmend_patch *patch)
{
	const struct kmend_abi_hook *hook;
	unsigned long start, end;

	kmend_module_text(patch->mod, &start, &end);
	for (hook = patch->hooks; hook < hook_end(patch); hook++) {
		if (hook->kind >= KMEND_ABI_HOOK_KINDS || hook->fn < start ||
		    hook->fn >= end || !kmend_symbol_begins(hook->fn)) {
			pr_err("kmend: %s: bad hook\n", patch->mod->name);
			return -ENOEXEC;
		}
		if (!kmend_patch_is_string(patch->mod, hook->object) ||
		    (strcmp((const char *)hook->object, KMEND_ABI_VMLINUX) &&
		     !kmend_object_find(patch, (const char *)hook->object))) {
			pr_err("kmend: %s: a hook of an unknown module\n",
			       patch->mod->name);
			return -ENOEXEC;
		}
	}
	return 0;
}

static struct hook_who hook_all(const struct kmend_change *change)
{
	return (struct hook_who){ .patch = change->patch };
}

/*
 * kmend_hook_pre() - may this switch be?
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0, or what the hook said that was against it; then those before it
 * were undone.
 */
int kmend_hook_pre(const struct kmend_switch *sw)
{
	struct hook_who who;
	unsigned int i;
	int ret;

	for (i = 0; i < sw->nr_changes; i++) {
		who = hook_all(&sw->changes[i]);
		ret = hook_call_pre(&who, sw->changes[i].on);
		if (ret)
			goto err_undo;
	}
	return 0;

err_undo:
	while (i--) {
		who = hook_all(&sw->changes[i]);
		hook_undo(&who, sw->changes[i].on, hook_end(who.patch));
	}
	return ret;
}

/* The switch failed after the pre hooks. Context: as kmend_hook_pre(). */
void kmend_hook_cancel(const struct kmend_switch *sw)
{
	unsigned int i = sw->nr_changes;
	struct hook_who who;

	while (i--) {
		who = hook_all(&sw->changes[i]);
		hook_undo(&who, sw->changes[i].on, hook_end(who.patch));
	}
}

static void hook_call_each(const struct kmend_switch *sw,
			   const enum kmend_abi_hook_kind *kinds)
{
	struct hook_who who;
	unsigned int i;

	for (i = 0; i < sw->nr_changes; i++) {
		who = hook_all(&sw->changes[i]);
		hook_call_all(&who, kinds[sw->changes[i].on],
			      sw->changes[i].on);
	}
}

/* Context: stopped machine, on one CPU; nothing can go wrong any more. */
void kmend_hook_atomic(const struct kmend_switch *sw)
{
	hook_call_each(sw, hook_atomic);
}

/* The switch is complete. Context: as kmend_hook_pre(). */
void kmend_hook_post(const struct kmend_switch *sw)
{
	hook_call_each(sw, hook_post);
}

struct hook_stop {
	const struct hook_who *who;
	bool on;
};

static int hook_stopped(void *data)
{
	const struct hook_stop *s = data;

	hook_call_all(s->who, hook_atomic[s->on], s->on);
	return 0;
}

/* The machine is stopped only if there is a hook that wants it. */
static void hook_call_stopped(const struct hook_who *who, bool on)
{
	struct hook_stop s = { .who = who, .on = on };
	const struct kmend_abi_hook *hook = who->patch->hooks;

	for (; hook < hook_end(who->patch); hook++)
		if (hook->kind == hook_atomic[on] && hook_is_here(who, hook)) {
			WARN_ON(stop_machine(hook_stopped, &s, NULL));
			return;
		}
}

/* It is switched off, whatever its hooks say. */
static void hook_force_off(const struct hook_who *who)
{
	const struct kmend_abi_hook *hook;
	unsigned int i;

	kmend_hold_begin();
	for (i = 0; i < who->patch->nr_hooks; i++) {
		hook = hook_at(who->patch, i, false);
		if (hook->kind == KMEND_ABI_HOOK_PRE_UNPATCH &&
		    hook_is_here(who, hook) && ((int (*)(void))hook->fn)())
			pr_warn("kmend: %s: hook %ps says no, but module %s goes\n",
				who->patch->name, (void *)hook->fn,
				who->only->name);
	}
	kmend_hold_end();
	hook_call_stopped(who, false);
}

/*
 * kmend_hook_coming() - may the patch be in this module, which comes?
 *
 * Context: may sleep; kmend_lock held; none of the module's code runs.
 * Return: as kmend_hook_pre().
 */
int kmend_hook_coming(const struct kmend_patch *patch,
		      const struct kmend_object *obj)
{
	const struct hook_who who = { .patch = patch, .only = obj };

	return hook_call_pre(&who, true);
}

/* The inverse: it could not be. Context: as kmend_hook_coming(). */
void kmend_hook_coming_failed(const struct kmend_patch *patch,
			      const struct kmend_object *obj)
{
	const struct hook_who who = { .patch = patch, .only = obj };

	hook_undo(&who, true, hook_end(patch));
}

/*
 * kmend_hook_came() - the patch is in the module
 *
 * While others still leave what a switch changed, the rest of the hooks has to
 * wait until that is complete. If the switch is one that takes the patch off,
 * the module takes part from here on.
 *
 * Context: as kmend_hook_coming().
 */
void kmend_hook_came(const struct kmend_patch *patch,
		     const struct kmend_object *obj)
{
	const struct hook_who who = { .patch = patch, .only = obj };

	hook_call_stopped(&who, true);
	if (patch->state == KMEND_ENABLED)
		hook_call_all(&who, KMEND_ABI_HOOK_POST_PATCH, true);
	else if (patch->state == KMEND_DISABLING)
		hook_force_off(&who);
}

/*
 * kmend_hook_going() - the module goes, and the patch will no more be in it
 *
 * In a switch that takes the patch off this has been said before.
 *
 * Context: as kmend_hook_coming().
 */
void kmend_hook_going(const struct kmend_patch *patch,
		      const struct kmend_object *obj)
{
	const struct hook_who who = { .patch = patch, .only = obj };

	if (patch->state != KMEND_DISABLING)
		hook_force_off(&who);
}

/* The patch is in the module no more. Context: as kmend_hook_coming(). */
void kmend_hook_gone(const struct kmend_patch *patch,
		     const struct kmend_object *obj)
{
	const struct hook_who who = { .patch = patch, .only = obj };

	hook_call_all(&who, KMEND_ABI_HOOK_POST_UNPATCH, false);
}
