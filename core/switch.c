// SPDX-License-Identifier: GPL-2.0
/*
 * switch - what runs while the machine is stopped
 *
 * Every CPU notes its stopper, checks it and its own idle task, and a share
 * of all tasks. The last one flips the gate, if nobody found a blocker. The
 * other CPUs cannot leave before: stop_machine() lets all go together.
 *
 * Nothing here allocates, prints, sleeps or locks inside the stop. Writers of
 * the task list hold tasklist_lock with interrupts off, so none of them can
 * be interrupted by a stopper, and the list is stable.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched/clock.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/stop_machine.h>

#include "compat.h"
#include "core.h"

#define SWITCH_PAUSE_MIN_MS	5
#define SWITCH_PAUSE_MAX_MS	500

struct kmend_switch {
	struct kmend_patch *patch;
	bool on;
	struct kmend_range *ranges;
	unsigned int nr_ranges;
	struct task_struct **stoppers;	/* by CPU */
	atomic_t arrived, noted, finished;
	atomic_t nr_blockers, tasks, hits;
	bool done;
	u64 start_ns, stopped_ns;
};

static void switch_block(struct kmend_switch *sw, struct task_struct *task,
			 unsigned long addr, enum kmend_reason reason)
{
	unsigned int i = atomic_inc_return(&sw->nr_blockers) - 1;
	struct kmend_blocker *b;

	if (i >= KMEND_BLOCKERS_MAX)
		return;
	b = &sw->patch->result.blockers[i];
	b->pid = task->pid;
	memcpy(b->comm, task->comm, sizeof(b->comm));
	b->comm[sizeof(b->comm) - 1] = '\0';
	b->addr = addr;
	b->reason = reason;
}

static void switch_check(struct kmend_switch *sw, struct task_struct *task)
{
	unsigned long addr = 0;
	enum kmend_reason reason;
	bool hit = false;

	reason = kmend_scan_task(task, sw->ranges, sw->nr_ranges, &addr, &hit);
	atomic_inc(&sw->tasks);
	if (hit)
		atomic_inc(&sw->hits);
	if (reason != KMEND_CLEAR)
		switch_block(sw, task, addr, reason);
}

static void switch_check_offline(struct kmend_switch *sw)
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
			switch_block(sw, idle, addr, reason);
	}
}

static int switch_stopped(void *data)
{
	struct kmend_switch *sw = data;
	int nr = num_online_cpus(), cpu = smp_processor_id();
	int mine = atomic_inc_return(&sw->arrived) - 1;
	struct task_struct *process, *task;
	unsigned int i = 0;

	if (!mine)
		sw->start_ns = ktime_get_mono_fast_ns();
	sw->stoppers[cpu] = current;
	atomic_inc_return(&sw->noted);
	while (atomic_read_acquire(&sw->noted) < nr)
		cpu_relax();

	switch_check(sw, current);
	switch_check(sw, kmend_symbol_idle(cpu));
	if (!mine)
		switch_check_offline(sw);
	for_each_process_thread(process, task) {
		if (i++ % nr != mine)
			continue;
		if (sw->stoppers[task_cpu(task)] != task)
			switch_check(sw, task);
	}

	/* Full barrier: all that the others found is visible to the last. */
	if (atomic_inc_return(&sw->finished) != nr)
		return 0;
	if (!atomic_read(&sw->nr_blockers)) {
		WRITE_ONCE(sw->patch->gate, sw->on);
		sw->done = true;
	}
	sw->stopped_ns = ktime_get_mono_fast_ns() - sw->start_ns;
	return 0;
}

/* For a patch: the old text. For an unpatch: all text of the patch module. */
static int switch_collect(struct kmend_switch *sw)
{
	const struct kmend_patch *p = sw->patch;
	struct kmend_range *r;
	unsigned int i, n = 0;

	r = kvcalloc(p->nr_ranges + p->nr_sites + 1 + KMEND_TRAMPOLINES,
		     sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	sw->ranges = r;
	for (i = 0; sw->on && i < p->nr_ranges; i++, n++) {
		r[n].start = p->ranges[i].addr;
		r[n].end = r[n].start + p->ranges[i].size;
		r[n].reason = KMEND_INSIDE;
	}
	for (i = 0; sw->on && i < p->nr_sites; i++, n++) {
		r[n].start = p->sites[i].old_addr;
		r[n].end = r[n].start + p->sites[i].func->old_size;
		r[n].reason = KMEND_INSIDE;
	}
	if (!sw->on) {
		kmend_module_text(p->mod, &r[n].start, &r[n].end);
		r[n++].reason = KMEND_INSIDE;
	}
	n += kmend_redirect_ranges(&r[n]);
	sw->nr_ranges = kmend_scan_sort(r, n);
	return 0;
}

static int switch_attempt(struct kmend_switch *sw)
{
	struct kmend_result *res = &sw->patch->result;
	u64 us;
	int ret;

	atomic_set(&sw->arrived, 0);
	atomic_set(&sw->noted, 0);
	atomic_set(&sw->finished, 0);
	atomic_set(&sw->nr_blockers, 0);
	atomic_set(&sw->tasks, 0);
	atomic_set(&sw->hits, 0);
	ret = stop_machine(switch_stopped, sw, cpu_online_mask);
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

static int switch_retry(struct kmend_switch *sw)
{
	ktime_t end = ktime_add_ms(ktime_get(), sw->patch->timeout_ms);
	unsigned int pause = SWITCH_PAUSE_MIN_MS;
	int ret;

	for (;;) {
		ret = switch_attempt(sw);
		if (ret != -EBUSY || ktime_after(ktime_get(), end))
			return ret;
		if (msleep_interruptible(pause))
			return -EINTR;
		pause = min(pause * 2, (unsigned int)SWITCH_PAUSE_MAX_MS);
	}
}

static void switch_report(const struct kmend_patch *patch)
{
	static const char * const reasons[] = {
		[KMEND_CLEAR] = "", [KMEND_INSIDE] = "inside",
		[KMEND_UNRELIABLE] = "unreliable stack",
		[KMEND_TRAMPOLINE] = "in a trampoline",
	};
	const struct kmend_result *res = &patch->result;
	char name[80];
	unsigned int i;

	for (i = 0; i < res->nr_blockers; i++) {
		kmend_symbol_name(res->blockers[i].addr, name, sizeof(name));
		pr_warn("kmend: %s: blocked by %s (%d): %s %s\n", patch->name,
			res->blockers[i].comm, res->blockers[i].pid,
			reasons[res->blockers[i].reason], name);
	}
}

/*
 * kmend_switch_run() - open or shut the gate of a patch at one instant
 *
 * Context: may sleep; kmend_lock held.
 * Return: 0; -EBUSY if tasks blocked it until the timeout; -EINTR; -ENOMEM.
 * After a failure the gate is as it was.
 */
int kmend_switch_run(struct kmend_patch *patch, bool on)
{
	struct kmend_switch sw = { .patch = patch, .on = on };
	int ret = -ENOMEM;

	lockdep_assert_held(&kmend_lock);
	sw.stoppers = kcalloc(nr_cpu_ids, sizeof(*sw.stoppers), GFP_KERNEL);
	if (sw.stoppers && !switch_collect(&sw))
		ret = switch_retry(&sw);
	kvfree(sw.ranges);
	kfree(sw.stoppers);
	if (ret == -EBUSY || ret == -EINTR)
		switch_report(patch);
	return ret;
}
