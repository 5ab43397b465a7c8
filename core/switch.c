// SPDX-License-Identifier: GPL-2.0
/*
 * switch - from one epoch to the next
 *
 * What text must be left, and how often it is tried. An attempt is a round of
 * recording (dirty.c), a look at all tasks while the machine runs (survey.c),
 * and a stop in which those that ran since are looked at (stop.c).
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>

#include "compat.h"
#include "direct.h"
#include "fail.h"
#include "object.h"

#define SWITCH_PAUSE_MIN_MS	5
#define SWITCH_PAUSE_MAX_MS	500
#define SWITCH_HOLD_MS		250	/* for blockers that were nudged */
#define SWITCH_RECHECK_MAX	64	/* stragglers in one short stop */

/* In an immediate switch nobody is in the way; text only has to stay. */
static enum kmend_reason switch_reason(const struct kmend_switch *sw,
				       enum kmend_reason reason)
{
	if (sw->mode == KMEND_IMMEDIATE && reason != KMEND_CLEAR)
		return KMEND_HELD;
	return reason;
}

/*
 * kmend_switch_look() - is this task in the way of the switch?
 *
 * A straggler of the switch that is turned round is in the epoch that comes,
 * wherever it is, unless it is in a trampoline: there it may have read the
 * epoch that goes, and would go by it, being no straggler any more. It cannot
 * become one of this switch either, as what it is inside of is of the epoch
 * that comes. So it must be waited for, in every mode.
 *
 * Context: as kmend_scan_any(); @addr and @hit too.
 */
enum kmend_reason kmend_switch_look(struct kmend_switch *sw,
				    struct task_struct *task,
				    unsigned long *addr, bool *hit)
{
	enum kmend_reason reason;

	if (kmend_stragglers_get(sw->previous, task) <= KMEND_HELD)
		return switch_reason(sw, kmend_scan_any(task, sw->ranges,
							sw->nr_ranges, addr,
							hit));
	reason = kmend_scan_any(task, sw->tramps, sw->nr_tramps, addr, hit);
	if (reason != KMEND_CLEAR)
		WRITE_ONCE(sw->blocked, true);
	return reason;
}

static void switch_add(struct kmend_switch *sw, unsigned long start,
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

static bool switch_is_immediate(const struct kmend_site *site)
{
	return site->func->flags & KMEND_ABI_FUNC_IMMEDIATE;
}

/* The immediate function of @patch that begins first, at @from or later. */
static const struct kmend_site *
switch_next_immediate(const struct kmend_patch *patch, unsigned long from)
{
	const struct kmend_site *first = NULL;
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++) {
		const struct kmend_site *s = &patch->sites[i];

		if (switch_is_immediate(s) && s->new_addr >= from &&
		    (!first || s->new_addr < first->new_addr))
			first = s;
	}
	return first;
}

/* All text of a patch; that of immediate functions only has to stay. */
static void switch_add_module(struct kmend_switch *sw,
			      const struct kmend_patch *patch)
{
	enum kmend_reason reason = patch->mode == KMEND_IMMEDIATE ?
				   KMEND_HELD : KMEND_INSIDE;
	const struct kmend_site *site;
	unsigned long start, end;

	kmend_module_text(patch->mod, &start, &end);
	while ((site = switch_next_immediate(patch, start))) {
		switch_add(sw, start, site->new_addr, reason);
		start = site->new_addr + site->func->new_size;
		switch_add(sw, site->new_addr, start, KMEND_HELD);
	}
	switch_add(sw, start, end, reason);
}

/* Is this range an immediate function, or a piece of one (NAME.cold)? */
static bool switch_range_is_immediate(const struct kmend_patch *patch,
				      const struct kmend_abi_range *range)
{
	const char *name = (const char *)range->name;
	unsigned int i;

	for (i = 0; i < patch->nr_sites; i++) {
		const char *func = (const char *)patch->sites[i].func->name;
		size_t len = strlen(func);

		if (switch_is_immediate(&patch->sites[i]) &&
		    !strncmp(name, func, len) &&
		    (!name[len] || name[len] == '.'))
			return true;
	}
	return false;
}

/* Or is it in a module that is not here? Then it may still have an address. */
static bool switch_is_here(const struct kmend_patch *patch,
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
static void switch_add_old(struct kmend_switch *sw,
			   const struct kmend_patch *patch)
{
	const struct kmend_patch *other;
	unsigned int i;

	if (patch->mode == KMEND_IMMEDIATE)
		return;
	for (i = 0; i < patch->nr_ranges; i++) {
		const struct kmend_abi_range *r = &patch->ranges[i];

		if (switch_is_here(patch, r) &&
		    !switch_range_is_immediate(patch, r))
			switch_add(sw, r->addr, r->addr + r->size,
				   KMEND_INSIDE);
	}
	for (i = 0; i < patch->nr_sites; i++) {
		const struct kmend_site *s = &patch->sites[i];

		if (!switch_is_immediate(s))
			switch_add(sw, s->old_addr,
				   s->old_addr + s->func->old_size,
				   KMEND_INSIDE);
	}
	list_for_each_entry(other, &kmend_patches, list)
		if (other != patch && other->state == KMEND_ENABLED &&
		    kmend_redirect_shares(patch, other))
			switch_add_module(sw, other);
}

/* How many ranges there may be at most. */
static unsigned int switch_count(const struct kmend_switch *sw)
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

/*
 * For a patch that goes off, all text of its module must be left.
 * @ranges: room for all; the switch's from now on
 */
static void switch_collect(struct kmend_switch *sw, struct kmend_range *ranges)
{
	unsigned int i, n;

	sw->ranges = ranges;
	sw->nr_ranges = 0;
	for (i = 0; i < sw->nr_changes; i++)
		if (sw->changes[i].on)
			switch_add_old(sw, sw->changes[i].patch);
		else
			switch_add_module(sw, sw->changes[i].patch);
	if (!sw->nr_ranges && !sw->previous)
		return;		/* whoever is inside may be */
	n = kmend_redirect_ranges(sw->tramps);
	for (i = 0; i < n; i++)
		sw->ranges[sw->nr_ranges + i] = sw->tramps[i];
	sw->nr_ranges = kmend_scan_sort(sw->ranges, sw->nr_ranges + n);
	sw->nr_tramps = kmend_scan_sort(sw->tramps, n);
}

static struct kmend_range *switch_alloc(const struct kmend_switch *sw,
					gfp_t gfp)
{
	return kvcalloc(switch_count(sw), sizeof(*sw->ranges), gfp);
}

/*
 * kmend_switch_renew() - what stragglers must leave is elsewhere now
 *
 * Context: may sleep; kmend_lock held. Cannot fail: a module that goes cannot
 * be held.
 */
void kmend_switch_renew(struct kmend_switch *sw)
{
	struct kmend_range *old = sw->ranges;

	switch_collect(sw, switch_alloc(sw, GFP_KERNEL | __GFP_NOFAIL));
	kmend_stragglers_set_ranges(sw->inside, sw->ranges, sw->nr_ranges);
	kvfree(old);
}

/* A new set of those inside, as large as the one before was. */
static int switch_renew(struct kmend_switch *sw)
{
	unsigned int room = sw->inside ? 1u << (sw->inside->bits - 1) : 0;

	if (sw->inside && sw->inside->full)
		room *= 4;
	kmend_stragglers_destroy(sw->inside);
	sw->inside = kmend_stragglers_create(room);
	if (!sw->inside)
		return -ENOMEM;
	sw->inside->ranges = sw->ranges;
	sw->inside->nr_ranges = sw->nr_ranges;
	sw->inside->epoch = !sw->epoch;
	sw->blocked = false;
	return 0;
}

static int switch_attempt(struct kmend_switch *sw)
{
	int ret = switch_renew(sw);

	if (ret)
		return ret;
	sw->result->attempts++;
	cpus_read_lock();
	if (sw->recording) {
		kmend_dirty_begin();
		ret = KMEND_FAIL(-ENOMEM, kmend_survey(sw));
	}
	/* Who sleeps inside will not have left: spare the machine the stop. */
	if (!ret && (sw->blocked || (sw->mode == KMEND_ATOMIC &&
				     atomic_read(&sw->inside->nr_inside))))
		ret = -EBUSY;
	if (!ret && sw->recording && kmend_dirty_overflow())
		ret = -EAGAIN;
	if (!ret)
		ret = KMEND_FAIL(-ENOMEM, kmend_stop_run(sw));
	cpus_read_unlock();
	return ret;
}

/* There was no room for all that ran: make some, or check all in the stop. */
static void switch_grow(struct kmend_switch *sw)
{
	if (sw->inside->full || !sw->recording)
		return;
	if (!kmend_dirty_overflow() || kmend_dirty_grow())
		return;
	pr_info("kmend: too many tasks run: all are checked in the stop\n");
	sw->recording = false;
	sw->full = true;
}

static int switch_retry(struct kmend_switch *sw)
{
	unsigned int timeout_ms = sw->changes[0].patch->timeout_ms;
	ktime_t end = ktime_add_ms(ktime_get(), timeout_ms);
	unsigned int pause = SWITCH_PAUSE_MIN_MS;
	int ret;

	for (;;) {
		ret = switch_attempt(sw);
		kmend_nudge_release();
		if (ret == -EAGAIN)
			switch_grow(sw);
		else if (ret != -EBUSY && ret != -ETIME)
			return ret;
		if (ktime_after(ktime_get(), end))
			return ret;
		if (ret == -EAGAIN)
			continue;
		if (msleep_interruptible(pause))
			return -EINTR;
		if (ret == -EBUSY && sw->mode == KMEND_ATOMIC)
			kmend_nudge_hold(sw->inside, SWITCH_HOLD_MS);
		pause = min(pause * 2, (unsigned int)SWITCH_PAUSE_MAX_MS);
	}
}

static void switch_report(const struct kmend_switch *sw)
{
	static const char * const reasons[] = {
		[KMEND_CLEAR] = "", [KMEND_HELD] = "inside",
		[KMEND_INSIDE] = "inside",
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
 * Return: 0, and sw->inside has those who stay behind; -EBUSY if tasks blocked
 * it until the timeout, -ETIME if the stop took too long each time; -EINTR;
 * -ENOMEM. After a failure the epoch is what it was.
 */
int kmend_switch_run(struct kmend_switch *sw)
{
	struct kmend_range *ranges;
	int ret;

	lockdep_assert_held(&kmend_lock);
	sw->epoch = !kmend_redirect_epoch();
	sw->budget_ns = sw->changes[0].patch->stop_budget_us * NSEC_PER_USEC;
	sw->full = kmend_bench_unwind;
	ranges = KMEND_FAIL_ALLOC(switch_alloc(sw, GFP_KERNEL));
	if (!ranges)
		return -ENOMEM;
	switch_collect(sw, ranges);
	ret = KMEND_FAIL(-EBUSY, kmend_direct_step_back(sw));
	if (!ret && sw->nr_ranges && !sw->full) {
		ret = KMEND_FAIL(-ENOMEM, kmend_dirty_start());
		sw->recording = !ret;
	}
	if (!ret)
		ret = switch_retry(sw);
	if (sw->recording)
		kmend_dirty_stop();
	if (!ret || !sw->inside)
		return ret;
	kmend_stragglers_report(sw->inside, sw->result);
	if (ret == -EBUSY || ret == -EINTR)
		switch_report(sw);
	return ret;
}

/* While the machine runs: has this straggler left, or is it worth a look? */
static bool switch_may_have_left(const struct kmend_stragglers *set,
				 struct task_struct *task)
{
	enum kmend_reason reason;
	unsigned long addr;
	bool hit;

	if (READ_ONCE(task->on_cpu) || !try_get_task_stack(task))
		return true;
	rcu_read_lock();
	reason = kmend_scan_any(task, set->ranges, set->nr_ranges, &addr, &hit);
	rcu_read_unlock();
	kmend_symbol_put_stack(task);
	return reason == KMEND_CLEAR;
}

/*
 * Look at the stragglers once more. Those who seem to have left while the
 * machine runs are looked at again in a short stop.
 *
 * Return: true if nobody is inside any more.
 */
bool kmend_switch_settle(struct kmend_switch *sw)
{
	struct kmend_straggler *s, *left[SWITCH_RECHECK_MAX];
	struct kmend_stragglers *set = sw->inside;
	unsigned int i = 0, n = 0;

	cpus_read_lock();
	while (n < SWITCH_RECHECK_MAX && (s = kmend_stragglers_next(set, &i))) {
		if (switch_may_have_left(set, s->task))
			left[n++] = s;
		cond_resched();
	}
	if (n)
		kmend_stop_recheck(sw, left, n);
	cpus_read_unlock();
	return !atomic_read(&set->nr_inside) && !atomic_read(&set->nr_held);
}

/* Nobody can see the set of stragglers any more. */
void kmend_switch_destroy(struct kmend_switch *sw)
{
	if (!sw)
		return;
	kmend_stragglers_destroy(sw->inside);
	kvfree(sw->ranges);
	kfree(sw->changes);
	kfree(sw);
	kmend_direct_kick();
}
