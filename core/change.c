// SPDX-License-Identifier: GPL-2.0
/*
 * change - which patches go on and off together
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "core.h"
#include "fail.h"

static void change_add(struct kmend_switch *sw, struct kmend_patch *patch,
		       bool on)
{
	sw->changes[sw->nr_changes].patch = patch;
	sw->changes[sw->nr_changes].mode = patch->mode;
	sw->changes[sw->nr_changes++].on = on;
}

static struct kmend_switch *change_alloc(struct kmend_patch *patch,
					 unsigned int nr)
{
	struct kmend_switch *sw;

	sw = KMEND_FAIL_ALLOC(kzalloc(sizeof(*sw), GFP_KERNEL));
	if (!sw)
		return NULL;
	sw->changes = KMEND_FAIL_ALLOC(kcalloc(nr, sizeof(*sw->changes),
					       GFP_KERNEL));
	if (!sw->changes) {
		kfree(sw);
		return NULL;
	}
	sw->result = &patch->result;
	memset(sw->result, 0, sizeof(*sw->result));
	return sw;
}

/* The strongest mode of all whose text is looked for. */
static void change_choose_mode(struct kmend_switch *sw)
{
	unsigned int i;

	sw->mode = KMEND_IMMEDIATE;
	for (i = 0; i < sw->nr_changes; i++)
		sw->mode = min(sw->mode, sw->changes[i].mode);
}

/* Was @patch built on @other, so that it has all that @other changes? */
static bool change_has(const struct kmend_patch *patch,
		       const struct kmend_patch *other)
{
	size_t len = strlen(other->id);
	const char *at = patch->on;

	for (; len && (at = strstr(at, other->id)); at += len)
		if ((at == patch->on || at[-1] == ' ') &&
		    (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

/*
 * kmend_change_create() - a switch of one patch, and of those that follow it
 *
 * Context: may sleep; kmend_lock held. Return: for kmend_switch_destroy(), or
 * NULL: no memory.
 */
struct kmend_switch *kmend_change_create(struct kmend_patch *patch, bool on)
{
	struct kmend_patch *other;
	struct kmend_switch *sw;
	unsigned int nr = 1;

	list_for_each_entry(other, &kmend_patches, list)
		nr++;
	sw = change_alloc(patch, nr);
	if (!sw)
		return NULL;
	change_add(sw, patch, on);
	if (on)
		list_for_each_entry(other, &kmend_patches, list)
			if (other->state == KMEND_ENABLED &&
			    (patch->replace || change_has(patch, other)))
				change_add(sw, other, false);
	change_choose_mode(sw);
	return sw;
}

/*
 * kmend_change_reverse() - what undoes a switch that is moving
 * @patch: the one of it that is asked for
 *
 * Context and return: as kmend_change_create().
 */
struct kmend_switch *kmend_change_reverse(const struct kmend_switch *moving,
					  struct kmend_patch *patch)
{
	struct kmend_switch *sw = change_alloc(patch, moving->nr_changes);
	unsigned int i;

	if (!sw)
		return NULL;
	for (i = 0; i < moving->nr_changes; i++)
		change_add(sw, moving->changes[i].patch,
			   !moving->changes[i].on);
	sw->previous = moving->inside;
	change_choose_mode(sw);
	return sw;
}
