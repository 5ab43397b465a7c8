/* SPDX-License-Identifier: GPL-2.0 */
/* From one epoch to the next: looking at stacks, stopping, who stays behind. */
#ifndef KMEND_SWITCH_H
#define KMEND_SWITCH_H

#include <linux/ktime.h>

#include "core.h"

/* @mode: the patch's when the switch began, whatever is written later. */
struct kmend_change {
	struct kmend_patch *patch;
	enum kmend_mode mode;
	bool on;
};

/* A task that is inside; while it is a straggler, it keeps the old epoch. */
struct kmend_straggler {
	struct task_struct *task;
	atomic_t reason;	/* enum kmend_reason; KMEND_CLEAR: has left */
	unsigned long addr;
	bool nudged;
};

/*
 * Tasks inside, found by pointer without locks; see straggler.c.
 *
 * @nr_inside: those that block an atomic switch or straggle.
 * @nr_held:   those that only keep text from being freed.
 * @ranges:    what they are inside of; borrowed from the switch.
 */
struct kmend_stragglers {
	unsigned int bits;
	unsigned int epoch;
	atomic_t nr, nr_inside, nr_held;
	bool full;
	const struct kmend_range *ranges;
	unsigned int nr_ranges;
	struct kmend_straggler slots[];
};

/* What will call @fn of a patch that is to go off; @what NULL: nothing. */
struct kmend_pending {
	const struct kmend_patch *patch;
	const char *what;
	unsigned long fn;
};

/*
 * A switch: patches that go on and off in one instant. The first change is
 * what was asked for; others follow from it (replace).
 *
 * @epoch:    the one that it leads to.
 * @result:   that of the first change's patch.
 * @ranges:   sorted; text that no task may be in.
 * @inside:   tasks that are in it.
 * @tramps:   those of the ranges that are trampolines.
 * @previous: stragglers of a switch that this one turns round; they are in
 *            the epoch that it leads to already.
 * @pending:  why the last attempt came to -ETXTBSY
 * @blocked:  one of those is in a trampoline; no mode leaves it behind.
 * @full:     all tasks are checked in the stop, none before it.
 * @hasty:    a stop that would look at many tasks is given up before that.
 * @budget_ns: how long the check in the stop may take; 0: as long as it takes
 * @instant:  when the epoch had changed
 */
struct kmend_switch {
	enum kmend_mode mode;
	unsigned int epoch;
	struct kmend_change *changes;
	unsigned int nr_changes;
	struct kmend_result *result;
	struct kmend_range *ranges;
	unsigned int nr_ranges;
	struct kmend_range tramps[KMEND_TRAMPOLINES];
	unsigned int nr_tramps;
	struct kmend_stragglers *inside;
	struct kmend_stragglers *previous;
	struct kmend_pending pending;
	bool blocked;
	bool full;
	bool recording;
	bool hasty;
	u64 budget_ns;
	ktime_t instant;
};

/* scan.c */
#ifdef KMEND_BENCH
extern bool kmend_bench_unwind;	/* what others do, to compare with */
#else
#define kmend_bench_unwind	false
#endif
int kmend_scan_init(void);
/*
 * Is it the task that a CPU runs when there is nothing else? is_idle_task() is
 * also true for who plays idle (play_idle_precise()), and in Linux 6.12 not for
 * the task of a CPU that never came up.
 */
static inline bool kmend_scan_is_idle(const struct task_struct *task)
{
	return !task->pid;
}
unsigned int kmend_scan_sort(struct kmend_range *ranges, unsigned int nr);
const struct kmend_range *
kmend_scan_find(const struct kmend_range *ranges, unsigned int nr,
		unsigned long addr);
enum kmend_reason kmend_scan_task(struct task_struct *task, bool live,
				  const struct kmend_range *ranges,
				  unsigned int nr, unsigned long *addr,
				  bool *hit);
enum kmend_reason kmend_scan_any(struct task_struct *task, bool live,
				 const struct kmend_range *ranges,
				 unsigned int nr, unsigned long *addr,
				 bool *hit);
enum kmend_reason kmend_scan_offline(struct task_struct *task,
				     const struct kmend_range *ranges,
				     unsigned int nr, unsigned long *addr);

/* dirty.c */
/*
 * @runs: how often the task was switched out; no round lasts until it wraps.
 * @seen: the task was looked at after it was switched out for the @seen-th
 *        time, while no CPU had it. Kept by the survey.
 */
struct kmend_ran {
	struct task_struct *task;
	unsigned int runs;
	unsigned int seen;
};
struct kmend_dirty {
	struct kmend_ran *list;		/* each task once */
	unsigned int nr;
};
int kmend_dirty_init(void);
int kmend_dirty_start(void);
void kmend_dirty_stop(void);
void kmend_dirty_begin(void);
bool kmend_dirty_overflow(void);
bool kmend_dirty_grow(void);
struct kmend_dirty *kmend_dirty_get(int cpu);

/* dying.c */
int kmend_dying_init(void);
void kmend_dying_deinit(void);
void kmend_dying_wait(void);
bool kmend_dying_missed(void);
struct task_struct *kmend_dying_stopped(unsigned long *index);
struct task_struct *kmend_dying_get(unsigned long *index);

/* straggler.c */
struct kmend_stragglers *kmend_stragglers_create(unsigned int max);
void kmend_stragglers_destroy(struct kmend_stragglers *set);
bool kmend_stragglers_set(struct kmend_stragglers *set,
			  struct task_struct *task, enum kmend_reason reason,
			  unsigned long addr);
enum kmend_reason kmend_stragglers_get(const struct kmend_stragglers *set,
				       const struct task_struct *task);
int kmend_stragglers_add(struct kmend_stragglers **set,
			 struct task_struct *task, enum kmend_reason reason,
			 unsigned long addr);
void kmend_stragglers_publish(struct kmend_stragglers *set);
bool kmend_straggler_is_current(unsigned int *epoch);
void kmend_straggler_leave(void);
void kmend_stragglers_set_ranges(struct kmend_stragglers *set,
				 const struct kmend_range *ranges,
				 unsigned int nr);
void kmend_stragglers_report(struct kmend_stragglers *set,
			     struct kmend_result *res);
unsigned int kmend_stragglers_now(struct kmend_result *res);
struct kmend_straggler *
kmend_stragglers_next(struct kmend_stragglers *set, unsigned int *i);

/* nudge.c */
unsigned int kmend_nudge(struct kmend_stragglers *set);
void kmend_nudge_hold(struct kmend_stragglers *set, unsigned int ms);
void kmend_nudge_release(void);

/* ranges.c */
int kmend_ranges_collect(struct kmend_switch *sw);
void kmend_ranges_renew(struct kmend_switch *sw);

/* change.c */
struct kmend_switch *kmend_change_create(struct kmend_patch *patch, bool on);
struct kmend_switch *kmend_change_reverse(const struct kmend_switch *moving,
					  struct kmend_patch *patch);

/* survey.c */
int kmend_survey(struct kmend_switch *sw);
int kmend_survey_again(struct kmend_switch *sw);

/* switch.c */
enum kmend_reason kmend_switch_look(struct kmend_switch *sw,
				    struct task_struct *task, bool live,
				    unsigned long *addr, bool *hit);
int kmend_switch_run(struct kmend_switch *sw);
bool kmend_switch_settle(struct kmend_switch *sw);
void kmend_switch_destroy(struct kmend_switch *sw);

/* stop.c */
int kmend_stop_init(void);
int kmend_stop_run(struct kmend_switch *sw);
void kmend_stop_recheck(struct kmend_switch *sw,
			struct kmend_straggler **list, unsigned int nr);

#endif
