// SPDX-License-Identifier: GPL-2.0
/*
 * stop - what runs while the machine is stopped
 *
 * Every CPU notes its stopper, checks it and its own idle task, and a share
 * of all tasks. When all have checked and nobody found a blocker, each CPU
 * changes its own epoch; the last one out notes the time. No CPU can leave
 * before: stop_machine() lets all go together.
 *
 * Nothing here allocates, prints, sleeps or locks. Writers of the task list
 * hold tasklist_lock with interrupts off, so none of them can be interrupted
 * by a stopper, and the list is stable.
 */
#include <linux/cpumask.h>
#include <linux/math64.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>
#include <linux/stop_machine.h>

#include "core.h"

static void stop_block(struct kmend_switch *sw, struct task_struct *task,
		       unsigned long addr, enum kmend_reason reason)
{
	unsigned int i = atomic_inc_return(&sw->nr_blockers) - 1;
	struct kmend_blocker *b;

	if (i >= KMEND_BLOCKERS_MAX)
		return;
	b = &sw->result->blockers[i];
	b->pid = task->pid;
	memcpy(b->comm, task->comm, sizeof(b->comm));
	b->comm[sizeof(b->comm) - 1] = '\0';
	b->addr = addr;
	b->reason = reason;
}

static void stop_check(struct kmend_switch *sw, struct task_struct *task)
{
	unsigned long addr = 0;
	enum kmend_reason reason;
	bool hit = false;

	reason = kmend_scan_task(task, sw->ranges, sw->nr_ranges, &addr, &hit);
	atomic_inc(&sw->tasks);
	if (hit)
		atomic_inc(&sw->hits);
	if (reason != KMEND_CLEAR)
		stop_block(sw, task, addr, reason);
}

static void stop_check_offline(struct kmend_switch *sw)
{
	unsigned long addr = 0;
	enum kmend_reason reason;
	int cpu;

	for_each_possible_cpu(cpu) {
		struct task_struct *idle;

		if (cpu_online(cpu))
			continue;
		idle = kmend_symbol_idle(cpu);
		if (!idle)
			continue;
		reason = kmend_scan_offline(idle, sw->ranges, sw->nr_ranges,
					    &addr);
		atomic_inc(&sw->tasks);
		if (reason != KMEND_CLEAR)
			stop_block(sw, idle, addr, reason);
	}
}

static void stop_check_share(struct kmend_switch *sw, int mine, int nr)
{
	struct task_struct *process, *task;
	unsigned int i = 0;

	for_each_process_thread(process, task) {
		if (i++ % nr != mine)
			continue;
		if (sw->stoppers[task_cpu(task)] != task)
			stop_check(sw, task);
	}
}

/* Waits for all CPUs; what each did before is visible to each behind it. */
static void stop_meet(atomic_t *count, int nr)
{
	atomic_inc_return(count);
	while (atomic_read_acquire(count) < nr)
		cpu_relax();
}

static int stop_machine_fn(void *data)
{
	struct kmend_switch *sw = data;
	int nr = num_online_cpus(), cpu = smp_processor_id();
	int mine = atomic_inc_return(&sw->arrived) - 1;

	if (!mine)
		sw->start_ns = ktime_get_mono_fast_ns();
	sw->stoppers[cpu] = current;
	stop_meet(&sw->noted, nr);

	stop_check(sw, current);
	stop_check(sw, kmend_symbol_idle(cpu));
	if (!mine)
		stop_check_offline(sw);
	stop_check_share(sw, mine, nr);
	stop_meet(&sw->checked, nr);

	if (!atomic_read(&sw->nr_blockers)) {
		kmend_redirect_flip(sw->epoch);
		if (!mine) {
			kmend_redirect_flip_offline(sw->epoch);
			sw->done = true;
		}
	}
	if (atomic_inc_return(&sw->finished) == nr)
		sw->stopped_ns = ktime_get_mono_fast_ns() - sw->start_ns;
	return 0;
}

/*
 * kmend_stop_run() - stop the machine once, and switch if nobody is inside
 *
 * Context: may sleep.
 * Return: 0 if the epoch changed, -EBUSY if tasks blocked it, or what
 * stop_machine() has to say.
 */
int kmend_stop_run(struct kmend_switch *sw)
{
	struct kmend_result *res = sw->result;
	u64 us;
	int ret;

	atomic_set(&sw->arrived, 0);
	atomic_set(&sw->noted, 0);
	atomic_set(&sw->checked, 0);
	atomic_set(&sw->finished, 0);
	atomic_set(&sw->nr_blockers, 0);
	atomic_set(&sw->tasks, 0);
	atomic_set(&sw->hits, 0);
	ret = stop_machine(stop_machine_fn, sw, cpu_online_mask);
	if (ret)
		return ret;
	us = div_u64(sw->stopped_ns, NSEC_PER_USEC);
	res->attempts++;
	res->stopped_max_us = max(res->stopped_max_us, us);
	res->stopped_sum_us += us;
	res->tasks = atomic_read(&sw->tasks);
	res->hits = atomic_read(&sw->hits);
	res->nr_blockers = min(atomic_read(&sw->nr_blockers),
			       KMEND_BLOCKERS_MAX);
	return sw->done ? 0 : -EBUSY;
}
