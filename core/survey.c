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
 * Tasks are found by PID, so that the walk can pause anywhere. One that dies is
 * found there or in its note (dying.c), whenever it is released. When that is
 * done, those that ran meanwhile are looked at again, and those that ran during
 * that, a few times: so the stop finds only the last few.
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
#define SURVEY_ROUNDS	8	/* of looking again, at most */

struct survey_found {
	struct task_struct *task;
	unsigned long addr;
	enum kmend_reason reason;
};

/*
 * Who is on a CPU is passed over; he is recorded when he leaves it. With the
 * release in finish_task() (kernel/sched/core.c): when no CPU has the task, all
 * of its stack is there.
 */
static bool survey_runs(const struct task_struct *task)
{
	return smp_load_acquire(&task->on_cpu);
}

/* A task that may die meanwhile. */
static enum kmend_reason survey_look(struct kmend_switch *sw,
				     struct task_struct *task,
				     unsigned long *addr)
{
	enum kmend_reason reason;
	bool hit = false;

	*addr = 0;
	if (!try_get_task_stack(task))
		return KMEND_CLEAR;
	rcu_read_lock();
	reason = kmend_switch_look(sw, task, true, addr, &hit);
	rcu_read_unlock();
	kmend_symbol_put_stack(task);
	sw->result->hits += hit;
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

		if (!p) {
			*pid = 0;
			break;
		}
		(*pid)++;
		f->task = pid_task(p, PIDTYPE_PID);
		if (!f->task || survey_runs(f->task))
			continue;
		f->reason = survey_look(sw, f->task, &f->addr);
		sw->result->scanned++;
		if (f->reason != KMEND_CLEAR) {
			get_task_struct(f->task);
			n++;
		}
	}
	rcu_read_unlock();
	return n;
}

/* All tasks that have a PID and no CPU. */
static int survey_all(struct kmend_switch *sw)
{
	struct survey_found found[SURVEY_CHUNK];
	int ret = 0, pid = 1;
	unsigned int i, n;

	while (!ret && pid) {
		n = survey_chunk(sw, &pid, found);
		for (i = 0; i < n; i++) {
			const struct survey_found *f = &found[i];

			if (!ret)
				ret = kmend_stragglers_add(&sw->inside, f->task,
							   f->reason, f->addr);
			put_task_struct(f->task);
		}
		cond_resched();
	}
	return ret;
}

/*
 * Those that may have no PID any more. Whoever was released before the survey
 * came to his PID was noted before, and before the survey began, or he has run
 * since, and was recorded.
 */
static int survey_dying(struct kmend_switch *sw)
{
	struct task_struct *task;
	unsigned long index = 0;
	int ret = 0;

	while (!ret && (task = kmend_dying_get(&index))) {
		enum kmend_reason reason;
		unsigned long addr;

		if (!survey_runs(task)) {
			reason = survey_look(sw, task, &addr);
			ret = kmend_stragglers_add(&sw->inside, task, reason,
						   addr);
		}
		put_task_struct(task);
		cond_resched();
	}
	if (!ret && kmend_dying_missed())
		ret = -EAGAIN;
	return ret;
}

/*
 * Looks at what a CPU recorded and nobody has looked at since.
 *
 * The count is read first. So if the task runs again, at any time from here on,
 * the count has changed when the machine is stopped; and if it was switched out
 * for the last time before, what it left on its stack is seen.
 *
 * @nr: how many had run is added.
 */
static int survey_recorded(struct kmend_switch *sw, struct kmend_dirty *d,
			   unsigned int *nr)
{
	unsigned int i, runs, end;
	int ret = 0;

	end = smp_load_acquire(&d->nr);		/* with dirty_switch() */
	for (i = 0; i < end && !ret; i++) {
		struct kmend_ran *ran = &d->list[i];
		enum kmend_reason reason;
		unsigned long addr;

		runs = smp_load_acquire(&ran->runs);	/* with the same */
		if (runs == ran->seen)
			continue;
		++*nr;
		if (survey_runs(ran->task))
			continue;
		reason = survey_look(sw, ran->task, &addr);
		ret = kmend_stragglers_add(&sw->inside, ran->task, reason,
					   addr);
		ran->seen = runs;
	}
	return ret;
}

/*
 * Until hardly any ran meanwhile. What follows gives way to others if it is
 * our turn to, and all of them would be looked at in the stop: so we give way
 * before we look.
 */
static int survey_ran(struct kmend_switch *sw)
{
	unsigned int round, nr;
	int cpu, ret = 0;

	for (round = 0; !ret && round < SURVEY_ROUNDS; round++) {
		nr = 0;
		cond_resched();
		for_each_online_cpu(cpu)
			if (!ret)
				ret = survey_recorded(sw, kmend_dirty_get(cpu),
						      &nr);
		if (nr <= num_online_cpus() && !need_resched())
			break;
	}
	return ret;
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
		bool hit;

		if (cpu_online(cpu) || !idle)
			continue;
		reason = kmend_switch_look(sw, idle, true, &addr, &hit);
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
 * Return: 0, -EAGAIN if a task that dies may have been missed, or -ENOMEM.
 */
int kmend_survey(struct kmend_switch *sw)
{
	ktime_t start = ktime_get();
	unsigned int i;
	int ret;

	sw->result->scanned = 0;
	sw->result->hits = 0;
	ret = survey_all(sw);
	if (!ret)
		ret = survey_dying(sw);
	for (i = 0; !ret && i < sw->nr_changes; i++)
		if (!sw->changes[i].on) {
			ret = survey_offline(sw);
			break;
		}
	if (!ret)
		ret = survey_ran(sw);
	sw->result->scanned_us += ktime_us_delta(ktime_get(), start);
	return ret;
}

/*
 * kmend_survey_again() - bring sw->inside up to those that ran meanwhile
 *
 * Context: as kmend_survey(), in the same round. Return: 0 or -ENOMEM.
 */
int kmend_survey_again(struct kmend_switch *sw)
{
	ktime_t start = ktime_get();
	int ret = survey_ran(sw);

	sw->result->scanned_us += ktime_us_delta(ktime_get(), start);
	return ret;
}
