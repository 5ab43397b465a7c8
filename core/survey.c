// SPDX-License-Identifier: GPL-2.0
/*
 * survey - look at all tasks while the machine runs
 *
 * Recording is on (dirty.c), so whatever runs while we look, or before the
 * machine stops, is looked at again there, and only tasks that sleep matter
 * here. One that has a CPU is passed over. One that is new has either not run
 * yet, and is nowhere, or it has, and was recorded. exec() changes the PIDs
 * of tasks of which one runs.
 *
 * Tasks are found by PID, so that the walk can pause anywhere.
 */
#include <linux/cpumask.h>
#include <linux/idr.h>
#include <linux/ktime.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>

#include "core.h"

#define SURVEY_CHUNK	64	/* tasks looked at without a pause */

struct survey_found {
	struct task_struct *task;
	unsigned long addr;
	enum kmend_reason reason;
};

/*
 * kmend_scan_pinned() - kmend_scan_task() for a task that may die
 * Context: inside rcu_read_lock().
 */
enum kmend_reason kmend_scan_pinned(struct task_struct *task,
				    const struct kmend_range *ranges,
				    unsigned int nr, unsigned long *addr,
				    bool *hit)
{
	enum kmend_reason reason;

	if (!try_get_task_stack(task))
		return KMEND_CLEAR;
	reason = kmend_scan_task(task, ranges, nr, addr, hit);
	kmend_symbol_put_stack(task);
	return reason;
}

static unsigned int survey_chunk(struct kmend_switch *sw, int *pid,
				 struct survey_found *found)
{
	unsigned int i, n = 0;

	rcu_read_lock();
	for (i = 0; i < SURVEY_CHUNK; i++) {
		struct pid *p = idr_get_next(&init_pid_ns.idr, pid);
		struct survey_found *f = &found[n];
		bool hit = false;

		if (!p) {
			*pid = 0;
			break;
		}
		(*pid)++;
		f->task = pid_task(p, PIDTYPE_PID);
		if (!f->task || READ_ONCE(f->task->on_cpu) ||
		    kmend_stragglers_get(sw->previous, f->task) > KMEND_HELD)
			continue;
		f->reason = kmend_scan_pinned(f->task, sw->ranges,
					      sw->nr_ranges, &f->addr, &hit);
		sw->result->scanned++;
		sw->result->hits += hit;
		if (f->reason != KMEND_CLEAR) {
			get_task_struct(f->task);
			n++;
		}
	}
	rcu_read_unlock();
	return n;
}

/*
 * A CPU that is offline never comes back to what its idle task was doing: it
 * begins anew. But text of a patch that goes off might be what it halts in.
 */
static int survey_offline(struct kmend_switch *sw)
{
	int cpu, ret = 0;

	for_each_possible_cpu(cpu) {
		struct task_struct *idle = kmend_symbol_idle(cpu);
		enum kmend_reason reason;
		unsigned long addr;

		if (cpu_online(cpu) || !idle)
			continue;
		reason = kmend_scan_offline(idle, sw->ranges, sw->nr_ranges,
					    &addr);
		reason = kmend_switch_reason(sw, reason);
		if (!ret && reason != KMEND_CLEAR)
			ret = kmend_stragglers_add(&sw->inside, idle, reason,
						   addr);
	}
	return ret;
}

/*
 * kmend_survey() - fill sw->inside with the sleeping tasks that are inside
 *
 * Context: may sleep; inside cpus_read_lock(); a round of recording began.
 * Return: 0 or -ENOMEM.
 */
int kmend_survey(struct kmend_switch *sw)
{
	struct survey_found found[SURVEY_CHUNK];
	ktime_t start = ktime_get();
	int ret = 0, pid = 1;
	unsigned int i, n;

	sw->result->scanned = 0;
	sw->result->hits = 0;
	while (!ret && pid) {
		n = survey_chunk(sw, &pid, found);
		for (i = 0; i < n; i++) {
			const struct survey_found *f = &found[i];

			if (!ret)
				ret = kmend_stragglers_add(&sw->inside,
					f->task,
					kmend_switch_reason(sw, f->reason),
					f->addr);
			put_task_struct(f->task);
		}
		cond_resched();
	}
	for (i = 0; !ret && i < sw->nr_changes; i++)
		if (!sw->changes[i].on) {
			ret = survey_offline(sw);
			break;
		}
	sw->result->scanned_us += ktime_us_delta(ktime_get(), start);
	return ret;
}
