// SPDX-License-Identifier: GPL-2.0
/*
 * switch - from one epoch to the next
 *
 * What text must be left, and how often it is tried. What runs while the
 * machine is stopped is in stop.c.
 */
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "compat.h"
#include "core.h"

#define SWITCH_PAUSE_MIN_MS	5
#define SWITCH_PAUSE_MAX_MS	500

static void switch_add(struct kmend_switch *sw, unsigned long start,
		       unsigned long size)
{
	struct kmend_range *r = &sw->ranges[sw->nr_ranges];

	if (!start)	/* in a module that is not here */
		return;
	sw->nr_ranges++;
	r->start = start;
	r->end = start + size;
	r->reason = KMEND_INSIDE;
}

static void switch_add_module(struct kmend_switch *sw,
			      const struct kmend_patch *patch)
{
	unsigned long start, end;

	kmend_module_text(patch->mod, &start, &end);
	switch_add(sw, start, end - start);
}

/*
 * For a patch that goes on: the text of the kernel that it replaces, and all
 * text of patches that have replaced some of it before.
 */
static void switch_add_old(struct kmend_switch *sw,
			   const struct kmend_patch *patch)
{
	const struct kmend_patch *other;
	unsigned int i;

	for (i = 0; i < patch->nr_ranges; i++)
		switch_add(sw, patch->ranges[i].addr, patch->ranges[i].size);
	for (i = 0; i < patch->nr_sites; i++)
		switch_add(sw, patch->sites[i].old_addr,
			   patch->sites[i].func->old_size);
	list_for_each_entry(other, &kmend_patches, list)
		if (other != patch && other->state == KMEND_ENABLED &&
		    kmend_redirect_shares(patch, other))
			switch_add_module(sw, other);
}

/* For a patch that goes off, all text of its module must be left. */
static int switch_collect(struct kmend_switch *sw)
{
	const struct kmend_patch *p;
	unsigned int i, max = KMEND_TRAMPOLINES;

	list_for_each_entry(p, &kmend_patches, list)
		max++;
	for (i = 0; i < sw->nr_changes; i++)
		max += 1 + sw->changes[i].patch->nr_ranges +
		       sw->changes[i].patch->nr_sites;
	sw->ranges = kvcalloc(max, sizeof(*sw->ranges), GFP_KERNEL);
	if (!sw->ranges)
		return -ENOMEM;
	for (i = 0; i < sw->nr_changes; i++)
		if (sw->changes[i].on)
			switch_add_old(sw, sw->changes[i].patch);
		else
			switch_add_module(sw, sw->changes[i].patch);
	sw->nr_ranges += kmend_redirect_ranges(&sw->ranges[sw->nr_ranges]);
	sw->nr_ranges = kmend_scan_sort(sw->ranges, sw->nr_ranges);
	return 0;
}

static int switch_retry(struct kmend_switch *sw)
{
	unsigned int timeout_ms = sw->changes[0].patch->timeout_ms;
	ktime_t end = ktime_add_ms(ktime_get(), timeout_ms);
	unsigned int pause = SWITCH_PAUSE_MIN_MS;
	int ret;

	for (;;) {
		ret = kmend_stop_run(sw);
		if (ret != -EBUSY || ktime_after(ktime_get(), end))
			return ret;
		if (msleep_interruptible(pause))
			return -EINTR;
		pause = min(pause * 2, (unsigned int)SWITCH_PAUSE_MAX_MS);
	}
}

static void switch_report(const struct kmend_switch *sw)
{
	static const char * const reasons[] = {
		[KMEND_CLEAR] = "", [KMEND_INSIDE] = "inside",
		[KMEND_UNRELIABLE] = "unreliable stack",
		[KMEND_TRAMPOLINE] = "in a trampoline",
	};
	const struct kmend_result *res = sw->result;
	char name[80];
	unsigned int i;

	for (i = 0; i < res->nr_blockers; i++) {
		kmend_symbol_name(res->blockers[i].addr, name, sizeof(name));
		pr_warn("kmend: %s: blocked by %s (%d): %s %s\n",
			sw->changes[0].patch->name, res->blockers[i].comm,
			res->blockers[i].pid, reasons[res->blockers[i].reason],
			name);
	}
}

/*
 * kmend_switch_run() - change the epoch; the gates of the next are prepared
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0; -EBUSY if tasks blocked it until the timeout; -EINTR; -ENOMEM.
 * After a failure the epoch is what it was.
 */
int kmend_switch_run(struct kmend_switch *sw)
{
	int ret;

	lockdep_assert_held(&kmend_lock);
	sw->epoch = !kmend_redirect_epoch();
	sw->stoppers = kcalloc(nr_cpu_ids, sizeof(*sw->stoppers), GFP_KERNEL);
	if (!sw->stoppers)
		return -ENOMEM;
	ret = switch_collect(sw);
	if (!ret)
		ret = switch_retry(sw);
	if (ret == -EBUSY || ret == -EINTR)
		switch_report(sw);
	return ret;
}
