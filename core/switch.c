// SPDX-License-Identifier: GPL-2.0
/*
 * switch - from one epoch to the next
 *
 * How often it is tried to leave what text must be left (ranges.c). An attempt
 * is a round of recording (dirty.c), a look at all tasks while the machine runs
 * (survey.c), and a stop in which those that ran since are looked at (stop.c).
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>

#include "core.h"
#include "direct.h"
#include "fail.h"
#include "object.h"
#include "pending.h"

#define SWITCH_PAUSE_MIN_MS	5
#define SWITCH_PAUSE_MAX_MS	500
#define SWITCH_HOLD_MS		250	/* for blockers that were nudged */
#define SWITCH_RECHECK_MAX	64	/* stragglers in one short stop */
#define SWITCH_HASTY	4	/* stops in a row that may meet a crowd */

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
 * Context: as kmend_scan_any(); @live, @addr and @hit too.
 */
enum kmend_reason kmend_switch_look(struct kmend_switch *sw,
				    struct task_struct *task, bool live,
				    unsigned long *addr, bool *hit)
{
	enum kmend_reason reason = KMEND_TRAMPOLINE;

	if (kmend_stragglers_get(sw->previous, task) <= KMEND_HELD) {
		if (!kmend_fail_tramp(task))
			reason = kmend_scan_any(task, live, sw->ranges,
						sw->nr_ranges, addr, hit);
		kmend_fail_saw(reason);
		return switch_reason(sw, reason);
	}
	if (!kmend_fail_tramp(task))
		reason = kmend_scan_any(task, live, sw->tramps, sw->nr_tramps,
					addr, hit);
	if (reason != KMEND_CLEAR)
		WRITE_ONCE(sw->blocked, true);
	return reason;
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

/*
 * Stop, and switch if that can be. A stop that meets a crowd is given up, and
 * the crowd looked at while the machine runs; but not for ever.
 */
static int switch_stop(struct kmend_switch *sw)
{
	unsigned int hasty = sw->recording ? SWITCH_HASTY : 0;
	int ret;

	for (;;) {
		/* Who sleeps inside will not have left: spare the stop. */
		if (sw->blocked || (sw->mode == KMEND_ATOMIC &&
				    atomic_read(&sw->inside->nr_inside)))
			return -EBUSY;
		if (sw->recording && kmend_dirty_overflow())
			return -EAGAIN;
		sw->hasty = hasty > 0;
		ret = KMEND_FAIL(-ENOMEM, kmend_stop_run(sw));
		if (ret != -ECANCELED)
			return ret;
		hasty--;
		ret = KMEND_FAIL(-ENOMEM, kmend_survey_again(sw));
		if (ret)
			return ret;
	}
}

static int switch_attempt(struct kmend_switch *sw)
{
	int ret = switch_renew(sw);

	if (ret)
		return ret;
	sw->result->attempts++;
	ret = kmend_pending_check(sw);
	if (ret)
		return ret;
	if (sw->nr_ranges)
		kmend_dying_wait();
	cpus_read_lock();
	if (sw->recording) {
		kmend_dirty_begin();
		ret = KMEND_FAIL(-ENOMEM, kmend_survey(sw));
	}
	if (!ret)
		ret = switch_stop(sw);
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
	ktime_t end = sw->changes[0].patch->until;
	unsigned int pause = SWITCH_PAUSE_MIN_MS;
	int ret;

	for (;;) {
		ret = switch_attempt(sw);
		kmend_nudge_release();
		if (ret == -EAGAIN)
			switch_grow(sw);
		else if (ret != -EBUSY && ret != -ETIME && ret != -ETXTBSY)
			return ret;
		if (ktime_after(ktime_get(), end))
			return ret;
		if (ret == -EAGAIN)
			continue;
		if (kmend_hold_is_waited_for())
			return -ERESTART;
		if (msleep_interruptible(pause))
			return -EINTR;
		if (ret == -EBUSY && sw->mode == KMEND_ATOMIC)
			kmend_nudge_hold(sw->inside, SWITCH_HOLD_MS);
		pause = min(pause * 2, (unsigned int)SWITCH_PAUSE_MAX_MS);
	}
}

/*
 * The idle task of a CPU that is offline: kmend_scan_offline() goes by words,
 * and an old one will not go away by itself.
 */
static bool switch_is_offline(const struct kmend_blocker *b)
{
	return !b->pid && b->reason == KMEND_UNRELIABLE && b->addr;
}

static void switch_report(const struct kmend_switch *sw)
{
	static const char * const reasons[] = {
		[KMEND_CLEAR] = "", [KMEND_HELD] = "inside",
		[KMEND_INSIDE] = "inside",
		[KMEND_UNRELIABLE] = "unreliable stack",
		[KMEND_TRAMPOLINE] = "in a trampoline",
	};
	const char *who = sw->changes[0].patch->name;
	char name[80];
	unsigned int i;

	for (i = 0; i < sw->result->nr_blockers; i++) {
		const struct kmend_blocker *b = &sw->result->blockers[i];

		kmend_symbol_name(b->addr, name, sizeof(name));
		pr_warn("kmend: %s: blocked by %s (%d): %s %s\n", who, b->comm,
			b->pid, reasons[b->reason], name);
		if (switch_is_offline(b))
			pr_warn("kmend: %s: that CPU is offline, and may halt in there: bring it online and try again\n",
				who);
	}
}

/*
 * kmend_switch_run() - change the epoch; the gates of the next are prepared
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0, and sw->inside has those who stay behind; -EBUSY if tasks blocked
 * it until the timeout, -ETXTBSY if timers or work did, -ETIME if the stop
 * took too long each time; -ERESTART if a module waits (hold.c); -EINTR;
 * -ENOMEM. After a failure the epoch is what it was.
 */
int kmend_switch_run(struct kmend_switch *sw)
{
	int ret;

	lockdep_assert_held(&kmend_lock);
	sw->epoch = !kmend_redirect_epoch();
	sw->budget_ns = sw->changes[0].patch->stop_budget_us * NSEC_PER_USEC;
	sw->full = kmend_bench_unwind;
	ret = kmend_ranges_collect(sw);
	if (!ret)
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
	if (ret == -ETXTBSY)
		kmend_pending_report(sw);
	else if (ret == -EBUSY || ret == -EINTR)
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
	reason = kmend_scan_any(task, true, set->ranges, set->nr_ranges, &addr,
				&hit);
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
