// SPDX-License-Identifier: GPL-2.0
/*
 * stop - what runs while the machine is stopped
 *
 * Every CPU notes its stopper, checks it, its own idle task, and a share of
 * the tasks that ran since the survey. When all have checked, one CPU decides;
 * then each changes its own epoch, or none does. No CPU can leave before:
 * stop_machine() lets all go together.
 *
 * Nothing here allocates, prints, sleeps or locks. Writers of the task list
 * hold tasklist_lock with interrupts off, so none of them can be interrupted
 * by a stopper, and the list is stable.
 */
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/math64.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>

#include "core.h"
#include "fail.h"
#include "pending.h"

#define STOP_GLANCE	8	/* tasks between two looks at the clock */
#define STOP_FEW	2	/* tasks for each CPU: more are a crowd */

enum stop_job { STOP_EMPTY, STOP_SWITCH, STOP_RECHECK };

/* One stop at a time: kmend_lock. */
static struct {
	enum stop_job job;
	struct kmend_switch *sw;
	struct kmend_straggler **list;
	unsigned int nr_list;
	atomic_t arrived, noted, checked, decided, finished;
	atomic_t ran, tasks, hits;
	bool late;
	int ret;
	u64 start_ns, stopped_ns;
} stop;

static DEFINE_PER_CPU(struct task_struct *, stop_stopper);
static u64 stop_empty_ns;

/* Waits for all CPUs; what each did before is visible to each behind it. */
static void stop_meet(atomic_t *count, int nr)
{
	atomic_inc_return(count);
	while (atomic_read_acquire(count) < nr)
		cpu_relax();
}

/* What one CPU does of the check. */
struct stop_share {
	unsigned int tasks, hits;
	u64 deadline_ns;	/* 0: none */
};

/* Return: false if the time is over. */
static bool stop_check(struct stop_share *share, struct task_struct *task)
{
	struct kmend_switch *sw = stop.sw;
	enum kmend_reason reason;
	unsigned long addr = 0;
	bool hit = false;

	reason = kmend_switch_look(sw, task, false, &addr, &hit);
	kmend_stragglers_set(sw->inside, task, reason, addr);
	share->hits += hit;
	if (++share->tasks % STOP_GLANCE || !share->deadline_ns)
		return true;
	if (ktime_get_mono_fast_ns() > share->deadline_ns)
		WRITE_ONCE(stop.late, true);
	return !READ_ONCE(stop.late);
}

static bool stop_is_stopper(const struct task_struct *task)
{
	return per_cpu(stop_stopper, task_cpu(task)) == task;
}

/*
 * How many that this CPU recorded were not looked at since? Each CPU counts its
 * own when all have come: no task runs any more.
 */
static void stop_count(void)
{
	const struct kmend_dirty *d = kmend_dirty_get(smp_processor_id());
	unsigned int i, n = 0;

	for (i = 0; i < d->nr; i++)
		n += d->list[i].runs != d->list[i].seen;
	atomic_add(n, &stop.ran);
}

/*
 * While CPUs come to the stop one after the other, the others go on to run
 * tasks: now and then many. They can be looked at while the machine runs.
 */
static bool stop_is_crowded(void)
{
	return stop.sw->hasty &&
	       atomic_read(&stop.ran) > STOP_FEW * num_online_cpus();
}

/* Those that ran since they were looked at. */
static void stop_check_recorded(struct stop_share *share, int mine, int nr)
{
	unsigned int i, n = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct kmend_dirty *d = kmend_dirty_get(cpu);

		for (i = 0; i < d->nr; i++) {
			const struct kmend_ran *ran = &d->list[i];

			if (ran->runs != ran->seen && n++ % nr == mine &&
			    !stop_is_stopper(ran->task) &&
			    !stop_check(share, ran->task))
				return;
		}
	}
}

/* Nobody has looked at any task, those of CPUs that are offline included. */
static void stop_check_all(struct stop_share *share, int mine, int nr)
{
	struct task_struct *process, *task;
	unsigned long index = 0;
	unsigned int n = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		task = kmend_symbol_idle(cpu);
		if (!mine && task && !cpu_online(cpu) &&
		    !stop_check(share, task))
			return;
	}
	for_each_process_thread(process, task)
		if (n++ % nr == mine && !stop_is_stopper(task) &&
		    !stop_check(share, task))
			return;
	while ((task = kmend_dying_stopped(&index)))
		if (n++ % nr == mine && !stop_check(share, task))
			return;
}

/* From here on; 0: none. */
static u64 stop_deadline(const struct kmend_switch *sw)
{
	return sw->budget_ns ? ktime_get_mono_fast_ns() + sw->budget_ns +
			       stop_empty_ns : 0;
}

static void stop_check_share(int mine, int nr)
{
	struct kmend_switch *sw = stop.sw;
	struct stop_share share = { 0 };

	share.deadline_ns = stop_deadline(sw);
	stop_check(&share, current);
	stop_check(&share, kmend_symbol_idle(smp_processor_id()));
	if (sw->full)
		stop_check_all(&share, mine, nr);
	else
		stop_check_recorded(&share, mine, nr);
	atomic_add(share.tasks, &stop.tasks);
	atomic_add(share.hits, &stop.hits);
}

/* One CPU, when all have checked: the verdict, and what goes with it. */
static void stop_decide(void)
{
	struct kmend_switch *sw = stop.sw;

	if (stop_is_crowded())
		stop.ret = -ECANCELED;
	else if (stop.late || kmend_fail_late())
		stop.ret = -ETIME;
	else if (sw->inside->full || (sw->full ? kmend_dying_missed() :
						 kmend_dirty_overflow()))
		stop.ret = -EAGAIN;
	else if (sw->blocked || (sw->mode == KMEND_ATOMIC &&
				 atomic_read(&sw->inside->nr_inside)))
		stop.ret = -EBUSY;
	else
		stop.ret = kmend_pending_stopped(sw, stop_deadline(sw));
	if (stop.ret)
		return;
	kmend_hook_atomic(sw);
	kmend_redirect_flip_offline(sw->epoch);
	kmend_stragglers_publish(atomic_read(&sw->inside->nr_inside) ||
				 atomic_read(&sw->inside->nr_held) ?
				 sw->inside : NULL);
}

static void stop_recheck(int mine, int nr)
{
	const struct kmend_stragglers *set = stop.sw->inside;
	unsigned int i;

	for (i = mine; i < stop.nr_list; i += nr) {
		struct task_struct *task = stop.list[i]->task;
		unsigned long addr;
		bool hit;

		if (!stop_is_stopper(task) &&
		    kmend_scan_any(task, false, set->ranges, set->nr_ranges,
				   &addr, &hit) == KMEND_CLEAR)
			kmend_stragglers_set(stop.sw->inside, task,
					     KMEND_CLEAR, 0);
	}
}

static int stop_fn(void *unused)
{
	int nr = num_online_cpus();
	int mine = atomic_inc_return(&stop.arrived) - 1;

	if (!mine)
		stop.start_ns = ktime_get_mono_fast_ns();
	this_cpu_write(stop_stopper, current);
	if (stop.job == STOP_SWITCH && stop.sw->hasty)
		stop_count();
	stop_meet(&stop.noted, nr);
	if (stop.job == STOP_SWITCH) {
		if (!stop_is_crowded())
			stop_check_share(mine, nr);
		stop_meet(&stop.checked, nr);
		if (!mine)
			stop_decide();
		stop_meet(&stop.decided, nr);
		if (!stop.ret)
			kmend_redirect_flip(stop.sw->epoch);
	} else if (stop.job == STOP_RECHECK) {
		stop_recheck(mine, nr);
	}
	if (atomic_inc_return(&stop.finished) == nr)
		stop.stopped_ns = ktime_get_mono_fast_ns() - stop.start_ns;
	return 0;
}

/* Context: may sleep; inside cpus_read_lock(). */
static int stop_run(enum stop_job job, struct kmend_switch *sw)
{
	int cpu, ret;

	stop.job = job;
	stop.sw = sw;
	stop.late = false;
	atomic_set(&stop.arrived, 0);
	atomic_set(&stop.noted, 0);
	atomic_set(&stop.checked, 0);
	atomic_set(&stop.decided, 0);
	atomic_set(&stop.finished, 0);
	atomic_set(&stop.ran, sw && sw->hasty && kmend_fail_crowd() ?
			      INT_MAX / 2 : 0);
	atomic_set(&stop.tasks, 0);
	atomic_set(&stop.hits, 0);
	ret = kmend_symbol_stop(stop_fn, NULL);
	/* The next stopper of a CPU may be another task. */
	for_each_possible_cpu(cpu)
		per_cpu(stop_stopper, cpu) = NULL;
	return ret;
}

static void stop_account(struct kmend_result *res)
{
	u64 us = div_u64(stop.stopped_ns, NSEC_PER_USEC);

	res->stopped_max_us = max(res->stopped_max_us, us);
	res->stopped_sum_us += us;
}

/*
 * kmend_stop_run() - stop the machine once, and switch if that can be
 *
 * Context: may sleep; inside cpus_read_lock().
 * Return: 0 if the epoch changed; -EBUSY if tasks are inside (sw->inside),
 * -ETXTBSY if something will call what goes off (sw->pending), -ETIME if that
 * took too long to find out, -ECANCELED if it would have because so many ran
 * (sw->hasty), -EAGAIN if there was no room for all that ran or is inside; or
 * what stop_machine() has to say.
 */
int kmend_stop_run(struct kmend_switch *sw)
{
	struct kmend_result *res = sw->result;
	int ret = stop_run(STOP_SWITCH, sw);
	int cpu;

	if (ret)
		return ret;
	stop_account(res);
	res->recorded = 0;
	for_each_possible_cpu(cpu)
		if (sw->recording)
			res->recorded += kmend_dirty_get(cpu)->nr;
	res->stops++;
	res->late += stop.ret == -ETIME;
	res->crowded += stop.ret == -ECANCELED;
	res->tasks = atomic_read(&stop.tasks);
	res->hits += atomic_read(&stop.hits);
	sw->instant = ns_to_ktime(stop.start_ns + stop.stopped_ns);
	return stop.ret;
}

/* Which of these stragglers have left? Context: as kmend_stop_run(). */
void kmend_stop_recheck(struct kmend_switch *sw,
			struct kmend_straggler **list, unsigned int nr)
{
	stop.list = list;
	stop.nr_list = nr;
	if (!stop_run(STOP_RECHECK, sw))
		stop_account(sw->result);
}

/* What an empty stop takes here: the longest of three. */
int kmend_stop_init(void)
{
	int i, ret = 0;

	cpus_read_lock();
	for (i = 0; !ret && i < 3; i++) {
		ret = stop_run(STOP_EMPTY, NULL);
		stop_empty_ns = max(stop_empty_ns, stop.stopped_ns);
	}
	cpus_read_unlock();
	return ret;
}
