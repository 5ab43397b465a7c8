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
 * Recorded tasks are pinned until the next round has begun or recording ends.
 */
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/tracepoint.h>

#include "core.h"

#define DIRTY_BITS_MAX	18

struct dirty_set {
	struct kmend_dirty tasks;
	struct task_struct **slots;	/* twice as many as fit into the list */
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
	unsigned int mask = (2u << dirty_bits) - 1, i;

	if (is_idle_task(prev) || (prev_state & TASK_DEAD))
		return;
	for (i = hash_ptr(prev, dirty_bits + 1); set->slots[i & mask]; i++)
		if (set->slots[i & mask] == prev)
			return;
	if (set->tasks.nr >> dirty_bits) {
		set->overflow = true;
		return;
	}
	get_task_struct(prev);
	set->slots[i & mask] = prev;
	set->tasks.list[set->tasks.nr++] = prev;
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

static void dirty_empty(struct dirty_set *set)
{
	while (set->tasks.nr)
		put_task_struct(set->tasks.list[--set->tasks.nr]);
	set->overflow = false;
	if (set->slots)
		memset(set->slots, 0, sizeof(*set->slots) << (dirty_bits + 1));
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

/* The inverse. */
void kmend_dirty_stop(void)
{
	tracepoint_probe_unregister(dirty_point, dirty_switch, NULL);
	tracepoint_synchronize_unregister();
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

/* Context: stopped machine. Does a CPU know of more tasks than it has? */
bool kmend_dirty_overflow(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct dirty_cpu *d = per_cpu_ptr(&dirty_cpus, cpu);

		if (d->sets[d->now].overflow)
			return true;
	}
	return false;
}

/* Context: stopped machine. What a CPU recorded in this round. */
const struct kmend_dirty *kmend_dirty_get(int cpu)
{
	const struct dirty_cpu *d = per_cpu_ptr(&dirty_cpus, cpu);

	return &d->sets[d->now].tasks;
}
