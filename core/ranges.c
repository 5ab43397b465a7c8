// SPDX-License-Identifier: GPL-2.0
/* ranges - what text must be left in a switch */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "core.h"
#include "fail.h"
#include "object.h"

static void ranges_add(struct kmend_switch *sw, unsigned long start,
		       unsigned long end, enum kmend_reason reason)
{
	struct kmend_range *r = &sw->ranges[sw->nr_ranges];

	if (!start || start >= end)	/* 0: in a module that is not here */
		return;
	r->start = start;
	r->end = end;
	r->reason = reason;
	sw->nr_ranges++;
}

static bool ranges_is_immediate(const struct kmend_site *site)
{
	return site->func->flags & KMEND_ABI_FUNC_IMMEDIATE;
}

/* The immediate function of @patch that begins first, at @from or later. */
static const struct kmend_site *
ranges_next_immediate(const struct kmend_patch *patch, unsigned long from)
{
	const struct kmend_site *first = NULL;
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++) {
		const struct kmend_site *s = &patch->sites[i];

		if (ranges_is_immediate(s) && s->new_addr >= from &&
		    (!first || s->new_addr < first->new_addr))
			first = s;
	}
	return first;
}

/* All text of a patch; that of immediate functions only has to stay. */
static void ranges_add_module(struct kmend_switch *sw,
			      const struct kmend_patch *patch,
			      enum kmend_mode mode)
{
	enum kmend_reason reason = mode == KMEND_IMMEDIATE ?
				   KMEND_HELD : KMEND_INSIDE;
	const struct kmend_site *site;
	unsigned long start, end;

	kmend_module_text(patch->mod, &start, &end);
	while ((site = ranges_next_immediate(patch, start))) {
		ranges_add(sw, start, site->new_addr, reason);
		start = site->new_addr + site->func->new_size;
		ranges_add(sw, site->new_addr, start, KMEND_HELD);
	}
	ranges_add(sw, start, end, reason);
}

/* Is this range an immediate function, or a piece of one (NAME.cold)? */
static bool ranges_range_is_immediate(const struct kmend_patch *patch,
				      const struct kmend_abi_range *range)
{
	const char *name = (const char *)range->name;
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++) {
		const char *func = (const char *)patch->sites[i].func->name;
		size_t len = strlen(func);

		if (ranges_is_immediate(&patch->sites[i]) &&
		    !strncmp(name, func, len) &&
		    (!name[len] || name[len] == '.'))
			return true;
	}
	return false;
}

/* Or is it in a module that is not here? Then it may still have an address. */
static bool ranges_is_here(const struct kmend_patch *patch,
			   const struct kmend_abi_range *range)
{
	const struct kmend_object *obj =
		kmend_object_find(patch, (const char *)range->object);

	return !obj || obj->mod;
}

/*
 * For a patch that goes on: the text of the kernel that it replaces, and all
 * text of patches that have replaced some of it before.
 */
static void ranges_add_old(struct kmend_switch *sw,
			   const struct kmend_patch *patch,
			   enum kmend_mode mode)
{
	bool immediate = ranges_next_immediate(patch, 0);
	const struct kmend_patch *other;
	unsigned int i;

	if (mode == KMEND_IMMEDIATE)
		return;
	for (i = 0; i < patch->nr_ranges; i++) {
		const struct kmend_abi_range *r = &patch->ranges[i];

		if (ranges_is_here(patch, r) &&
		    !(immediate && ranges_range_is_immediate(patch, r)))
			ranges_add(sw, r->addr, r->addr + r->size,
				   KMEND_INSIDE);
	}
	for (i = 0; i < patch->nr_sites; i++) {
		const struct kmend_site *s = &patch->sites[i];

		if (s->ip && !ranges_is_immediate(s))
			ranges_add(sw, s->func->old_addr,
				   s->func->old_addr + s->func->old_size,
				   KMEND_INSIDE);
	}
	list_for_each_entry(other, &kmend_patches, list)
		if (other != patch && other->state == KMEND_ENABLED &&
		    kmend_redirect_shares(patch, other))
			ranges_add_module(sw, other, other->mode);
}

/* How many ranges there may be at most. */
static unsigned int ranges_count(const struct kmend_switch *sw)
{
	const struct kmend_patch *p;
	unsigned int i, max = KMEND_TRAMPOLINES;

	/* each patch at most once for itself, and once below each change */
	list_for_each_entry(p, &kmend_patches, list)
		max += sw->nr_changes * (1 + 2 * p->nr_sites);
	for (i = 0; i < sw->nr_changes; i++) {
		p = sw->changes[i].patch;
		max += 1 + p->nr_ranges + 2 * p->nr_sites;
	}
	return max;
}

static struct kmend_range *ranges_alloc(const struct kmend_switch *sw,
					gfp_t gfp)
{
	return kvcalloc(ranges_count(sw), sizeof(*sw->ranges), gfp);
}

/* @ranges: room for all; the switch's from now on */
static void ranges_fill(struct kmend_switch *sw, struct kmend_range *ranges)
{
	unsigned int i, n;

	sw->ranges = ranges;
	sw->nr_ranges = 0;
	for (i = 0; i < sw->nr_changes; i++) {
		const struct kmend_change *c = &sw->changes[i];

		if (c->on)
			ranges_add_old(sw, c->patch, c->mode);
		else
			ranges_add_module(sw, c->patch, c->mode);
	}
	if (!sw->nr_ranges && !sw->previous)
		return;		/* whoever is inside may be */
	n = kmend_redirect_ranges(sw->tramps);
	for (i = 0; i < n; i++)
		sw->ranges[sw->nr_ranges + i] = sw->tramps[i];
	sw->nr_ranges = kmend_scan_sort(sw->ranges, sw->nr_ranges + n);
	sw->nr_tramps = kmend_scan_sort(sw->tramps, n);
}

/*
 * kmend_ranges_collect() - what no task may be in: sw->ranges, sw->tramps
 *
 * For a patch that goes off, that is all text of its module.
 *
 * Context: may sleep; kmend_lock held. What was allocated goes with the switch.
 * Return: 0 or -ENOMEM.
 */
int kmend_ranges_collect(struct kmend_switch *sw)
{
	struct kmend_range *ranges;

	ranges = KMEND_FAIL_ALLOC(ranges_alloc(sw, GFP_KERNEL));
	if (!ranges)
		return -ENOMEM;
	ranges_fill(sw, ranges);
	return 0;
}

/*
 * kmend_ranges_renew() - what stragglers must leave is elsewhere now
 *
 * Context: may sleep; kmend_lock held. Cannot fail: a module that goes cannot
 * be held.
 */
void kmend_ranges_renew(struct kmend_switch *sw)
{
	struct kmend_range *old = sw->ranges;

	ranges_fill(sw, ranges_alloc(sw, GFP_KERNEL | __GFP_NOFAIL));
	kmend_stragglers_set_ranges(sw->inside, sw->ranges, sw->nr_ranges);
	kvfree(old);
}
