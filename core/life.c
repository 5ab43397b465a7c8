// SPDX-License-Identifier: GPL-2.0
/*
 * life - how a patch is switched on, switched off, and replaced
 *
 * disabled -> enabling -> enabled -> disabling -> disabled. A patch that is
 * not disabled holds a reference to its module; it is dropped when nothing
 * can run patch text any more.
 *
 * Each switch is a set of patches that go on and off in one instant: gates of
 * the next epoch are prepared, the stop changes the epoch, and the gates of
 * the epoch before are brought into line.
 */
#include <linux/ktime.h>
#include <linux/slab.h>

#include "core.h"

static const enum kmend_state life_moving[] = {
	KMEND_DISABLING, KMEND_ENABLING
};
static const enum kmend_state life_settled[] = {
	KMEND_DISABLED, KMEND_ENABLED
};

static void life_add(struct kmend_switch *sw, struct kmend_patch *patch,
		     bool on)
{
	sw->changes[sw->nr_changes].patch = patch;
	sw->changes[sw->nr_changes++].on = on;
}

static struct kmend_switch *life_create(struct kmend_patch *patch, bool on)
{
	struct kmend_switch *sw = kzalloc(sizeof(*sw), GFP_KERNEL);
	struct kmend_patch *other;
	unsigned int nr = 1;

	list_for_each_entry(other, &kmend_patches, list)
		nr++;
	if (sw)
		sw->changes = kcalloc(nr, sizeof(*sw->changes), GFP_KERNEL);
	if (!sw || !sw->changes) {
		kfree(sw);
		return NULL;
	}
	sw->mode = patch->need;
	sw->result = &patch->result;
	memset(sw->result, 0, sizeof(*sw->result));
	life_add(sw, patch, on);
	if (!on || !patch->replace)
		return sw;
	list_for_each_entry(other, &kmend_patches, list)
		if (other->state == KMEND_ENABLED)
			life_add(sw, other, false);
	return sw;
}

static void life_destroy(struct kmend_switch *sw)
{
	if (!sw)
		return;
	kvfree(sw->ranges);
	kfree(sw->stoppers);
	kfree(sw->changes);
	kfree(sw);
}

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

/* Patches that are off now: nobody is sent to them, or is inside. */
static void life_release(const struct kmend_switch *sw, bool forward)
{
	unsigned int i, n = 0;

	for (i = 0; i < sw->nr_changes; i++)
		if (sw->changes[i].on != forward) {
			kmend_redirect_del(sw->changes[i].patch, NULL);
			n++;
		}
	if (n)
		kmend_redirect_quiesce();
	life_states(sw, life_settled, forward);
	for (i = 0; i < sw->nr_changes; i++)
		if (sw->changes[i].on != forward) {
			kmend_object_release(sw->changes[i].patch);
			module_put(sw->changes[i].patch->mod);
		}
}

static int life_switch(struct kmend_switch *sw)
{
	unsigned int epoch = kmend_redirect_epoch();
	int ret;

	life_states(sw, life_moving, true);
	life_gates(sw, !epoch, true);
	ret = kmend_switch_run(sw);
	life_gates(sw, !ret ? epoch : !epoch, !ret);
	return ret;
}

static int life_finish(struct kmend_switch *sw, ktime_t start, int ret)
{
	if (sw) {
		sw->result->valid = true;
		sw->result->error = ret;
		sw->result->elapsed_us = ktime_us_delta(ktime_get(), start);
	}
	life_destroy(sw);
	return ret;
}

/*
 * kmend_life_enable() - send all callers of a patch's functions to new code
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0, -EBUSY if tasks stayed inside or a function is taken, or another
 * -errno. After a failure the kernel runs what it ran before.
 */
int kmend_life_enable(struct kmend_patch *patch)
{
	ktime_t start = ktime_get();
	struct kmend_switch *sw;
	int ret = -ENOMEM;

	lockdep_assert_held(&kmend_lock);
	if (patch->state == KMEND_ENABLED)
		return 0;
	if (!try_module_get(patch->mod))
		return -ENODEV;
	sw = life_create(patch, true);
	if (!sw)
		goto err_put;
	ret = kmend_object_prepare(patch);
	if (ret)
		goto err_put;
	ret = kmend_redirect_add(patch, NULL);
	if (ret)
		goto err_release;
	list_move_tail(&patch->list, &kmend_patches);
	ret = life_switch(sw);
	if (ret)
		goto err_del;
	life_release(sw, true);
	pr_info("kmend: %s: enabled\n", patch->name);
	return life_finish(sw, start, 0);

err_del:
	kmend_redirect_del(patch, NULL);
	kmend_redirect_quiesce();
	life_states(sw, life_settled, false);
err_release:
	kmend_object_release(patch);
err_put:
	module_put(patch->mod);
	return life_finish(sw, start, ret);
}

/* The inverse; after a failure the patch is as enabled as it was. */
int kmend_life_disable(struct kmend_patch *patch)
{
	ktime_t start = ktime_get();
	struct kmend_switch *sw;
	int ret;

	lockdep_assert_held(&kmend_lock);
	if (patch->state == KMEND_DISABLED)
		return 0;
	sw = life_create(patch, false);
	if (!sw)
		return -ENOMEM;
	ret = life_switch(sw);
	if (ret) {
		life_states(sw, life_settled, false);
		return life_finish(sw, start, ret);
	}
	sw->result->valid = true;
	sw->result->elapsed_us = ktime_us_delta(ktime_get(), start);
	life_release(sw, true);
	pr_info("kmend: %s: disabled\n", patch->name);
	life_destroy(sw);
	return 0;
}
