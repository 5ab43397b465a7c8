// SPDX-License-Identifier: GPL-2.0
/*
 * hold - which modules the core waits for, and which wait for the core
 *
 * Order of locks: module notifiers (their rwsem), kmend_lock, then
 * kmend_module_lock or kmend_direct_lock, then those of ftrace and the kernel.
 * kmend_lock is held over hooks, over an attempt of a switch and over grace
 * periods. So nothing of the module loader takes it but for a module that a
 * patch names: such a module is wanted, and every other comes and goes with
 * kmend_module_lock alone, under which nobody waits. A switch that is blocked
 * by tasks gives way to a wanted module between two attempts: who blocks it may
 * be waiting for that module.
 *
 * A hook may load and remove modules, and waits for that. While a hook runs,
 * wanted modules that are here are held, so that their removal fails instead
 * of waiting for the hook; and a wanted module that comes, or a patch module,
 * waits for a short while only, and is then refused.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/sched.h>

#include "object.h"

#define HOLD_WAIT_MS	1000

static LIST_HEAD(hold_list);		/* kmend_module_lock */
static unsigned int hold_hooks;		/* nested; kmend_lock writes it */
static atomic_t hold_waiting = ATOMIC_INIT(0);	/* modules, for kmend_lock */

static void hold_get(struct kmend_object *obj)
{
	struct module *mod = kmend_module_here(obj->name);

	if (!IS_ERR_OR_NULL(mod) && try_module_get(mod))
		obj->held = mod;
}

static void hold_put(struct kmend_object *obj)
{
	if (obj->held)
		module_put(obj->held);
	obj->held = NULL;
}

/* Context: kmend_module_lock held. */
bool kmend_hold_wanted(const char *name)
{
	const struct kmend_object *obj;

	lockdep_assert_held(&kmend_module_lock);
	list_for_each_entry(obj, &hold_list, wanted)
		if (!strcmp(obj->name, name))
			return true;
	return false;
}

/*
 * kmend_hold_want() - from here on this module's notifiers take kmend_lock
 * Context: may sleep. Only modules that are wanted can be looked for.
 */
void kmend_hold_want(struct kmend_object *obj)
{
	mutex_lock(&kmend_module_lock);
	list_add(&obj->wanted, &hold_list);
	if (hold_hooks)
		hold_get(obj);
	mutex_unlock(&kmend_module_lock);
}

/* The inverse; no patch is attached to it. */
void kmend_hold_unwant(struct kmend_object *obj)
{
	mutex_lock(&kmend_module_lock);
	list_del(&obj->wanted);
	hold_put(obj);
	mutex_unlock(&kmend_module_lock);
}

/* Hooks are about to run. Context: may sleep; kmend_lock held; nests. */
void kmend_hold_begin(void)
{
	struct kmend_object *obj;

	lockdep_assert_held(&kmend_lock);
	lockdep_assert_not_held(&kmend_module_lock);
	mutex_lock(&kmend_module_lock);
	if (!hold_hooks)
		list_for_each_entry(obj, &hold_list, wanted)
			hold_get(obj);
	WRITE_ONCE(hold_hooks, hold_hooks + 1);
	mutex_unlock(&kmend_module_lock);
}

void kmend_hold_end(void)
{
	struct kmend_object *obj;

	lockdep_assert_held(&kmend_lock);
	mutex_lock(&kmend_module_lock);
	WRITE_ONCE(hold_hooks, hold_hooks - 1);
	if (!hold_hooks)
		list_for_each_entry(obj, &hold_list, wanted)
			hold_put(obj);
	mutex_unlock(&kmend_module_lock);
}

/*
 * Does a module that comes or goes wait for kmend_lock? Then a switch that
 * would try again after a pause is undone, the module is let in, and the switch
 * begins anew. Context: any.
 */
bool kmend_hold_is_waited_for(void)
{
	return atomic_read(&hold_waiting);
}

/* Lets those in that wait, for a short while. Context: no lock held. */
void kmend_hold_give_way(void)
{
	unsigned long end = jiffies + msecs_to_jiffies(HOLD_WAIT_MS);

	lockdep_assert_not_held(&kmend_lock);
	do
		schedule_timeout_uninterruptible(1);
	while (kmend_hold_is_waited_for() && time_before(jiffies, end));
}

/* kmend_lock for a module that goes, which nobody can refuse. */
void kmend_hold_lock_going(void)
{
	atomic_inc(&hold_waiting);
	mutex_lock(&kmend_lock);
	atomic_dec(&hold_waiting);
}

/*
 * kmend_hold_lock() - kmend_lock for a module that a hook may wait for
 *
 * Context: may sleep; kmend_lock not held.
 * Return: 0 with kmend_lock held, or -EBUSY with the reason in the log: hooks
 * run for longer than a short while.
 */
int kmend_hold_lock(const char *name)
{
	unsigned long end = jiffies;
	int ret = 0;

	lockdep_assert_not_held(&kmend_module_lock);
	atomic_inc(&hold_waiting);
	while (!ret && !mutex_trylock(&kmend_lock)) {
		if (!READ_ONCE(hold_hooks)) {
			end = jiffies;
		} else if (time_after(jiffies, end +
				      msecs_to_jiffies(HOLD_WAIT_MS))) {
			pr_err("kmend: module %s refused: hooks of a patch run, and it is one that a patch is for, or a patch: load it when they are done\n",
			       name);
			ret = -EBUSY;
		}
		if (!ret)
			schedule_timeout_uninterruptible(1);
	}
	atomic_dec(&hold_waiting);
	return ret;
}
