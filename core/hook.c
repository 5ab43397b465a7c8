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
 */
#include <linux/kernel.h>
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

/* The kernel itself is always here; a module while the patch is in it. */
static bool hook_is_here(const struct kmend_patch *patch,
			 const struct kmend_abi_hook *hook)
{
	const char *name = (const char *)hook->object;
	const struct kmend_object *obj = kmend_object_find(patch, name);

	return obj ? obj->mod != NULL : !strcmp(name, KMEND_ABI_VMLINUX);
}

/* Entry @i of the table in the order of a patch that goes on or off. */
static const struct kmend_abi_hook *hook_at(const struct kmend_patch *patch,
					    unsigned int i, bool on)
{
	return &patch->hooks[on ? i : patch->nr_hooks - 1 - i];
}

/* Calls hooks without a result. @end: entries from there on are left out. */
static void hook_call(const struct kmend_patch *patch,
		      enum kmend_abi_hook_kind kind, bool on,
		      const struct kmend_abi_hook *end)
{
	const struct kmend_abi_hook *hook;
	unsigned int i;

	for (i = 0; i < patch->nr_hooks; i++) {
		hook = hook_at(patch, i, on);
		if (hook->kind == kind && hook < end &&
		    hook_is_here(patch, hook))
			((void (*)(void))hook->fn)();
	}
}

static const struct kmend_abi_hook *hook_end(const struct kmend_patch *patch)
{
	return patch->hooks + patch->nr_hooks;
}

/* What is undone goes the other way. */
static void hook_undo(const struct kmend_patch *patch, bool on,
		      const struct kmend_abi_hook *failed)
{
	hook_call(patch, hook_post[!on], !on, failed);
}

/*
 * A patch that goes off calls its pre hooks from the last to the first; what
 * has succeeded then stands below the hook that failed.
 */
static void hook_undo_off(const struct kmend_patch *patch,
			  const struct kmend_abi_hook *failed)
{
	const struct kmend_abi_hook *hook;

	for (hook = failed + 1; hook < hook_end(patch); hook++)
		if (hook->kind == KMEND_ABI_HOOK_POST_PATCH &&
		    hook_is_here(patch, hook))
			((void (*)(void))hook->fn)();
}

static int hook_call_pre(const struct kmend_patch *patch, bool on)
{
	const struct kmend_abi_hook *hook;
	unsigned int i;
	int ret;

	for (i = 0; i < patch->nr_hooks; i++) {
		hook = hook_at(patch, i, on);
		if (hook->kind != hook_pre[on] || !hook_is_here(patch, hook))
			continue;
		ret = ((int (*)(void))hook->fn)();
		if (!ret)
			continue;
		pr_err("kmend: %s: hook %ps says no: %d\n", patch->name,
		       (void *)hook->fn, ret);
		if (on)
			hook_undo(patch, on, hook);
		else
			hook_undo_off(patch, hook);
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
		    hook->fn >= end) {
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

/*
 * kmend_hook_pre() - may this switch be?
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0, or what the hook said that was against it; then those before it
 * were undone.
 */
int kmend_hook_pre(const struct kmend_switch *sw)
{
	unsigned int i;
	int ret;

	for (i = 0; i < sw->nr_changes; i++) {
		ret = hook_call_pre(sw->changes[i].patch, sw->changes[i].on);
		if (ret)
			goto err_undo;
	}
	return 0;

err_undo:
	while (i--)
		hook_undo(sw->changes[i].patch, sw->changes[i].on,
			  hook_end(sw->changes[i].patch));
	return ret;
}

/* The switch failed after the pre hooks. Context: as kmend_hook_pre(). */
void kmend_hook_cancel(const struct kmend_switch *sw)
{
	unsigned int i = sw->nr_changes;

	while (i--)
		hook_undo(sw->changes[i].patch, sw->changes[i].on,
			  hook_end(sw->changes[i].patch));
}

/* Context: stopped machine, on one CPU; nothing can go wrong any more. */
void kmend_hook_atomic(const struct kmend_switch *sw)
{
	unsigned int i;

	for (i = 0; i < sw->nr_changes; i++)
		hook_call(sw->changes[i].patch, hook_atomic[sw->changes[i].on],
			  sw->changes[i].on, hook_end(sw->changes[i].patch));
}

/* The switch is complete. Context: as kmend_hook_pre(). */
void kmend_hook_post(const struct kmend_switch *sw)
{
	unsigned int i;

	for (i = 0; i < sw->nr_changes; i++)
		hook_call(sw->changes[i].patch, hook_post[sw->changes[i].on],
			  sw->changes[i].on, hook_end(sw->changes[i].patch));
}
