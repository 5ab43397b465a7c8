// SPDX-License-Identifier: GPL-2.0
/*
 * dirty - which tasks ran since a round began?
 *
 * A task that has not been switched out since, and is not on a CPU, has not
 * run, and its stack is what it was. The sched_switch tracepoint tells us of
 * every task that is switched out; in the stop, the stoppers have switched
 * out whatever ran. Idle tasks are not recorded: they are always checked.
 * The dead are not: they never run again.
 *
 * Each CPU has two sets of tasks, the one that it fills and that of the round
 * before. A new round begins on each CPU with interrupts off, where it cannot
 * be in the middle of __schedule(); so what was being switched out without
 * being recorded has left its CPU when kmend_dirty_begin() returns.
 *
 * A task that was looked at after it was recorded need not be looked at in the
 * stop, unless it ran again: a record counts how often its task was switched
 * out, and has the count at which it was looked at. Where a task has run on
 * several CPUs, only one whose count was reached last tells the truth; the
 * others may differ, and then it is looked at once more.
 *
 * Recorded tasks are pinned until the next round has begun or recording ends.
 */
#include <linux/cpu.h>
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/tracepoint.h>

#include "core.h"

#define DIRTY_BITS_MAX	18

/* @slots: a hash of places in the list, from 1; twice as many as fit there */
struct dirty_set {
	struct kmend_dirty tasks;
	u32 *slots;
	bool overflow;
};

struct dirty_cpu {
	unsigned int now;
	struct dirty_set sets[2];
};

static DEFINE_PER_CPU(struct dirty_cpu, dirty_cpus);
static struct tracepoint *dirty_point;
static unsigned int dirty_bits;

/* Small on purpose in tests, to see it overflow. */
static unsigned int record_bits = 10;
module_param(record_bits, uint, 0600);
MODULE_PARM_DESC(record_bits, "tasks a CPU can record at first, as log2");

static void notrace dirty_switch(void *data, bool preempt,
				 struct task_struct *prev,
				 struct task_struct *next,
				 unsigned int prev_state)
{
	struct dirty_cpu *cpu = this_cpu_ptr(&dirty_cpus);
	struct dirty_set *set = &cpu->sets[cpu->now];
	unsigned int mask = (2u << dirty_bits) - 1, nr = set->tasks.nr, i;
	struct kmend_ran *ran;

	if (kmend_scan_is_idle(prev) || (prev_state & TASK_DEAD))
		return;
	for (i = hash_ptr(prev, dirty_bits + 1); set->slots[i & mask]; i++) {
		ran = &set->tasks.list[set->slots[i & mask] - 1];
		if (ran->task == prev) {
			/* with survey_recorded() */
			smp_store_release(&ran->runs, ran->runs + 1);
			return;
		}
	}
	if (nr >> dirty_bits) {
		WRITE_ONCE(set->overflow, true);
		return;
	}
	get_task_struct(prev);
	ran = &set->tasks.list[nr];
	ran->task = prev;
	ran->runs = 1;
	ran->seen = 0;
	set->slots[i & mask] = nr + 1;
	/* with survey_recorded(), which reads the list up to here */
	smp_store_release(&set->tasks.nr, nr + 1);
}

static void dirty_find(struct tracepoint *tp, void *data)
{
	if (!strcmp(tp->name, "sched_switch"))
		dirty_point = tp;
}

int kmend_dirty_init(void)
{
	for_each_kernel_tracepoint(dirty_find, NULL);
	if (!dirty_point) {
		pr_err("kmend: this kernel has no tracepoint sched_switch\n");
		return -ENOENT;
	}
	return 0;
}

/*
 * Slots are cleared from where the hash of a task points to up to the first
 * that is empty. So behind a slot that was cleared all are, up to the end of
 * what hung together, and the task's own was among them.
 */
static void dirty_empty(struct dirty_set *set)
{
	unsigned int mask = (2u << dirty_bits) - 1, i;

	while (set->tasks.nr) {
		struct task_struct *task;

		task = set->tasks.list[--set->tasks.nr].task;
		for (i = hash_ptr(task, dirty_bits + 1);
		     set->slots[i & mask]; i++)
			set->slots[i & mask] = 0;
		put_task_struct(task);
	}
	set->overflow = false;
}

static void dirty_free(void)
{
	int cpu, i;

	for_each_possible_cpu(cpu)
		for (i = 0; i < 2; i++) {
			struct dirty_set *set;

			set = &per_cpu(dirty_cpus, cpu).sets[i];
			dirty_empty(set);
			kvfree(set->tasks.list);
			kvfree(set->slots);
			set->tasks.list = NULL;
			set->slots = NULL;
		}
}

static int dirty_alloc(void)
{
	int cpu, i;

	for_each_possible_cpu(cpu)
		for (i = 0; i < 2; i++) {
			struct dirty_set *set;

			set = &per_cpu(dirty_cpus, cpu).sets[i];
			set->tasks.list = kvcalloc(1u << dirty_bits,
						   sizeof(*set->tasks.list),
						   GFP_KERNEL);
			set->slots = kvcalloc(2u << dirty_bits,
					      sizeof(*set->slots), GFP_KERNEL);
			if (!set->tasks.list || !set->slots)
				return -ENOMEM;
		}
	return 0;
}

static int dirty_register(void)
{
	int ret = dirty_alloc();

	if (!ret)
		ret = tracepoint_probe_register(dirty_point, dirty_switch,
						NULL);
	if (ret)
		dirty_free();
	return ret;
}

/*
 * kmend_dirty_start() - record tasks that are switched out
 *
 * Nothing that is recorded counts before kmend_dirty_begin().
 *
 * Context: may sleep; not inside cpus_read_lock(). kmend_lock held.
 */
int kmend_dirty_start(void)
{
	dirty_bits = clamp(READ_ONCE(record_bits), 1u, DIRTY_BITS_MAX + 0u);
	return dirty_register();
}

static void dirty_pass(void *unused)
{
}

/*
 * The inverse. No CPU begins to run the probe when it is off, and none is in it
 * when it has taken an interrupt, since __schedule() calls the probe with
 * interrupts off (kernel/sched/core.c, Linux 6.1 and 6.12). So nobody needs to
 * wait for RCU here, and be it busy. CPUs that are going down are waited for.
 */
void kmend_dirty_stop(void)
{
	tracepoint_probe_unregister(dirty_point, dirty_switch, NULL);
	cpus_read_lock();
	on_each_cpu(dirty_pass, NULL, 1);
	cpus_read_unlock();
	dirty_free();
}

/*
 * kmend_dirty_grow() - make room for four times as many tasks
 * Return: false if there is no more; then recording has ended.
 */
bool kmend_dirty_grow(void)
{
	kmend_dirty_stop();
	dirty_bits += 2;
	return dirty_bits <= DIRTY_BITS_MAX && !dirty_register();
}

static void dirty_turn(void *unused)
{
	this_cpu_write(dirty_cpus.now, !this_cpu_read(dirty_cpus.now));
}

/*
 * kmend_dirty_begin() - begin a round: from here on every task is recorded
 *
 * Context: may sleep; inside cpus_read_lock(), which is held until the stop,
 * so that no CPU comes or goes meanwhile.
 */
void kmend_dirty_begin(void)
{
	int cpu;

	on_each_cpu(dirty_turn, NULL, 1);
	for_each_possible_cpu(cpu) {
		struct dirty_cpu *d = per_cpu_ptr(&dirty_cpus, cpu);

		/* Nobody fills the sets of a CPU that is offline. */
		if (!cpu_online(cpu))
			dirty_empty(&d->sets[d->now]);
		dirty_empty(&d->sets[!d->now]);
	}
}

/*
 * Does a CPU know of more tasks than it has room for? Only in the stopped
 * machine the answer no will last.
 */
bool kmend_dirty_overflow(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct dirty_cpu *d = per_cpu_ptr(&dirty_cpus, cpu);

		if (READ_ONCE(d->sets[d->now].overflow))
			return true;
	}
	return false;
}

/*
 * What a CPU recorded in this round. Context: stopped machine; or in a round,
 * when the CPU may add to it: see kmend_survey().
 */
struct kmend_dirty *kmend_dirty_get(int cpu)
{
	struct dirty_cpu *d = per_cpu_ptr(&dirty_cpus, cpu);

	return &d->sets[d->now].tasks;
}
