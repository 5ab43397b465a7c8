// SPDX-License-Identifier: GPL-2.0
/*
 * life - how a patch is switched on, switched off, and replaced
 *
 * disabled -> enabling -> enabled -> disabling -> disabled. Unless disabled, a
 * patch holds its module, until nothing can run its text any more.
 *
 * Each switch is a set of patches that go on and off in one instant: gates of
 * the next epoch are prepared, the stop changes the epoch, and, when nobody is
 * left in the epoch before, its gates are brought into line. Until then the
 * switch is moving: it can be turned round, and no other can begin.
 */
#include <linux/slab.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "fail.h"
#include "object.h"
#include "pending.h"

#define LIFE_RECHECK_MIN_MS	10
#define LIFE_RECHECK_MAX_MS	1000
#define LIFE_WAIT_ON_MS		1000	/* stragglers are no failure */

static const enum kmend_state life_moving_states[] = {
	KMEND_DISABLING, KMEND_ENABLING
};
static const enum kmend_state life_settled_states[] = {
	KMEND_DISABLED, KMEND_ENABLED
};

static void life_work(struct work_struct *work);

static struct kmend_switch *life_moving;	/* kmend_lock */
static unsigned int life_pause_ms;
static unsigned int life_order;		/* kmend_lock */
static DECLARE_DELAYED_WORK(life_recheck, life_work);
static struct workqueue_struct *life_workers;	/* hooks may flush others */
static DECLARE_WAIT_QUEUE_HEAD(life_queue);

static void life_states(const struct kmend_switch *sw,
			const enum kmend_state *states, bool forward)
{
	unsigned int i;

	for (i = 0; i < sw->nr_changes; i++)
		WRITE_ONCE(sw->changes[i].patch->state,
			   states[sw->changes[i].on == forward]);
}

/* Writes the gates of one epoch. @forward: as they are after the switch. */
static void life_gates(const struct kmend_switch *sw, unsigned int epoch,
		       bool forward)
{
	unsigned int i;

	for (i = 0; i < sw->nr_changes; i++)
		WRITE_ONCE(sw->changes[i].patch->gate[epoch],
			   sw->changes[i].on == forward);
}

/*
 * Nobody is in the epoch before any more: both become the same, and patches
 * that are off may go. That of the request may be freed when this returns.
 */
static void life_complete(struct kmend_switch *sw)
{
	bool quiesce = atomic_read(&sw->inside->nr);
	unsigned int i;

	kmend_stragglers_publish(NULL);
	/* nobody looked who was in the handler, with the epoch before */
	if (sw->mode == KMEND_IMMEDIATE)
		kmend_redirect_quiesce();
	life_gates(sw, !sw->epoch, true);
	for (i = 0; i < sw->nr_changes; i++)
		if (!sw->changes[i].on) {
			kmend_redirect_del(sw->changes[i].patch, NULL);
			quiesce = true;
		}
	if (quiesce)
		kmend_redirect_quiesce();
	for (i = 0; i < sw->nr_changes; i++)
		pr_info("kmend: %s: %s\n", sw->changes[i].patch->name,
			sw->changes[i].on ? "enabled" : "disabled");
	kmend_hook_post(sw);
	life_states(sw, life_settled_states, true);
	for (i = 0; i < sw->nr_changes; i++)
		if (!sw->changes[i].on) {
			kmend_object_release(sw->changes[i].patch);
			kmend_pending_put(sw->changes[i].patch);
		}
	kmend_switch_destroy(sw);
	wake_up_all(&life_queue);
}

static void life_pause(void)
{
	mod_delayed_work(life_workers, &life_recheck,
			 msecs_to_jiffies(life_pause_ms));
	life_pause_ms = min(life_pause_ms * 2, LIFE_RECHECK_MAX_MS + 0u);
}

/* After the instant: those inside are left to leave in their own time. */
static void life_settle(struct kmend_switch *sw)
{
	const struct kmend_stragglers *set = sw->inside;

	if (!atomic_read(&set->nr_inside) && !atomic_read(&set->nr_held)) {
		life_complete(sw);
		return;
	}
	life_moving = sw;
	life_pause_ms = LIFE_RECHECK_MIN_MS;
	kmend_nudge(sw->inside);
	life_pause();
}

static void life_work(struct work_struct *work)
{
	struct kmend_switch *sw;

	mutex_lock(&kmend_lock);
	sw = life_moving;
	if (sw && kmend_switch_settle(sw)) {
		life_moving = NULL;
		life_complete(sw);
	} else if (sw) {
		kmend_nudge(sw->inside);
		life_pause();
	}
	mutex_unlock(&kmend_lock);
}

/* A straggler has left. Context: any that may take a spinlock. */
void kmend_life_kick(void)
{
	mod_delayed_work(life_workers, &life_recheck, 0);
}

/* A module came or went: stragglers are held to where its text is now. */
void kmend_life_renew(void)
{
	if (life_moving)
		kmend_ranges_renew(life_moving);
}

static void life_note(struct kmend_switch *sw, ktime_t start, int ret)
{
	sw->result->valid = true;
	sw->result->error = ret;
	sw->result->elapsed_us = ktime_us_delta(ret ? ktime_get() : sw->instant,
						start);
}

static int life_enable(struct kmend_patch *patch, ktime_t start)
{
	struct kmend_switch *sw;
	int ret;

	if (!KMEND_FAIL(false, try_module_get(patch->mod)))
		return -ENODEV;
	ret = kmend_watch_start(patch);
	if (ret)
		goto err_put;
	sw = kmend_change_create(patch, true);
	ret = -ENOMEM;
	if (!sw)
		goto err_put;
	ret = KMEND_FAIL(-ENOENT, kmend_object_prepare(patch));
	if (ret)
		goto err_note;
	ret = KMEND_FAIL(-EPERM, kmend_hook_pre(sw));
	if (ret)
		goto err_release;
	ret = KMEND_FAIL(-EBUSY, kmend_redirect_add(patch, NULL));
	if (ret)
		goto err_cancel;
	list_move_tail(&patch->list, &kmend_patches);
	WRITE_ONCE(patch->order, ++life_order);
	life_states(sw, life_moving_states, true);
	life_gates(sw, !kmend_redirect_epoch(), true);
	ret = kmend_switch_run(sw);
	if (ret)
		goto err_del;
	life_note(sw, start, 0);
	life_settle(sw);
	return 0;

err_del:
	life_gates(sw, !kmend_redirect_epoch(), false);
	kmend_redirect_del(patch, NULL);
	kmend_redirect_quiesce();
	life_states(sw, life_settled_states, false);
err_cancel:
	kmend_hook_cancel(sw);
err_release:
	kmend_object_release(patch);
err_note:
	life_note(sw, start, ret);
	kmend_switch_destroy(sw);
err_put:
	kmend_watch_instant(patch);	/* what hooks armed, they stopped */
	kmend_pending_put(patch);
	return ret;
}

static int life_disable(struct kmend_patch *patch, ktime_t start)
{
	struct kmend_switch *sw = kmend_change_create(patch, false);
	int ret;

	if (!sw)
		return -ENOMEM;
	ret = KMEND_FAIL(-EPERM, kmend_hook_pre(sw));
	if (ret)
		goto err_note;
	life_states(sw, life_moving_states, true);
	life_gates(sw, !kmend_redirect_epoch(), true);
	ret = kmend_switch_run(sw);
	if (ret)
		goto err_gates;
	life_note(sw, start, 0);
	life_settle(sw);
	return 0;

err_gates:
	life_gates(sw, !kmend_redirect_epoch(), false);
	life_states(sw, life_settled_states, false);
	kmend_hook_cancel(sw);
err_note:
	life_note(sw, start, ret);
	kmend_switch_destroy(sw);
	return ret;
}

/*
 * The gates of the epoch before are still as they were, and those who stayed
 * in it are where they should be; whoever is in the new one is now looked for.
 */
static int life_reverse(struct kmend_patch *patch, ktime_t start)
{
	struct kmend_switch *old = life_moving, *sw;
	int ret;

	sw = kmend_change_reverse(old, patch);
	if (!sw)
		return -ENOMEM;
	ret = KMEND_FAIL(-EPERM, kmend_hook_pre(sw));
	if (ret)
		goto err_note;
	life_states(sw, life_moving_states, true);
	ret = kmend_switch_run(sw);
	if (ret)
		goto err_states;
	life_note(sw, start, 0);
	life_moving = NULL;
	kmend_redirect_quiesce();	/* nobody looks at the old set */
	sw->previous = NULL;
	kmend_switch_destroy(old);
	life_settle(sw);
	return 0;

err_states:
	life_states(sw, life_moving_states, false);
	kmend_hook_cancel(sw);
err_note:
	life_note(sw, start, ret);
	kmend_switch_destroy(sw);
	return ret;
}

static const struct kmend_change *life_change(const struct kmend_patch *patch)
{
	unsigned int i;

	for (i = 0; life_moving && i < life_moving->nr_changes; i++)
		if (life_moving->changes[i].patch == patch)
			return &life_moving->changes[i];
	return NULL;
}

/*
 * life_try() - switch a patch on or off
 * Context: may sleep; kmend_lock held.
 * Return: 0 if callers reach what they should from now on, though stragglers
 * may be left; -EBUSY if tasks stayed inside, a function is taken, or another
 * switch is not complete; or another -errno. After a failure the kernel runs
 * what it ran before.
 */
static int life_try(struct kmend_patch *patch, bool on, ktime_t start)
{
	const struct kmend_change *change;

	lockdep_assert_held(&kmend_lock);
	change = life_change(patch);
	if (change)
		return change->on == on ? 0 : life_reverse(patch, start);
	if (patch->state == life_settled_states[on])
		return 0;
	if (life_moving) {
		pr_err("kmend: %s: tasks have not left what %s changed, and until then nothing else can be switched: see its stragglers; turn it round, or have it once more in mode immediate\n",
		       patch->name, life_moving->changes[0].patch->name);
		return -EBUSY;
	}
	return on ? life_enable(patch, start) : life_disable(patch, start);
}

/*
 * kmend_life_set() - switch a patch on or off; modules come in between
 *
 * Context: may sleep; no lock held. The patch stays.
 * Return: as life_try(); -EINTR.
 */
int kmend_life_set(struct kmend_patch *patch, bool on)
{
	ktime_t start = ktime_get();
	int ret;

	for (;;) {
		ret = mutex_lock_interruptible(&kmend_lock);
		if (ret)
			return ret;
		patch->until = ktime_add_ms(start, patch->timeout_ms);
		ret = life_try(patch, on, start);
		mutex_unlock(&kmend_lock);
		if (ret != -ERESTART)
			return ret;
		kmend_hold_give_way();
	}
}

/*
 * kmend_life_wait() - let stragglers leave
 *
 * Context: may sleep; kmend_lock not held.
 * Return: 0 if the switch is complete, or if it is on and only some are
 * left; -EINPROGRESS if some are left in what is off; -ERESTARTNOHAND if a
 * signal came, or the caller, who is one of them, was nudged.
 */
int kmend_life_wait(struct kmend_patch *patch, bool on)
{
	unsigned int ms = READ_ONCE(patch->timeout_ms);
	long left;

	if (on)
		ms = min(ms, LIFE_WAIT_ON_MS + 0u);
	left = wait_event_interruptible_timeout(life_queue,
			READ_ONCE(patch->state) == life_settled_states[on],
			msecs_to_jiffies(ms) + 1);
	if (left > 0 || on)
		return 0;
	return left ? -ERESTARTNOHAND : -EINPROGRESS;
}

/* Return: 0 or -ENOMEM. */
int kmend_life_init(void)
{
	life_workers = alloc_workqueue("kmend", WQ_UNBOUND, 1);
	return life_workers ? 0 : -ENOMEM;
}

/* All patches are gone. */
void kmend_life_deinit(void)
{
	cancel_delayed_work_sync(&life_recheck);
	destroy_workqueue(life_workers);
}
