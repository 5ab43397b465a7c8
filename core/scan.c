// SPDX-License-Identifier: GPL-2.0
/*
 * scan - is this task inside these ranges?
 *
 * First every word of the stack in use: no word inside, no doubt. A hit, or a
 * return trampoline that hides a return address, is decided by the ORC
 * unwinder; a stack that it cannot read counts as inside.
 *
 * A task may run while we look: then what comes out means nothing, but the
 * stack stays mapped, and nothing outside of it is read or believed. The
 * caller has such a task recorded (dirty.c) and looks again in the stop.
 *
 * Return addresses that rethook (kretprobes) hides are in a list of the task,
 * and are looked at there. The unwinder of 6.1 warns when it needs that list
 * of a preempted task, so it is not called for one.
 */
#include <linux/rethook.h>
#include <linux/sched/task_stack.h>
#include <linux/sort.h>
#include <asm/switch_to.h>
#include <asm/unwind.h>

#include "core.h"

#define SCAN_INSIDE	1u	/* a word inside a range */
#define SCAN_GRAPH	2u	/* the function graph tracer hides something */
#define SCAN_RETHOOK	4u	/* so does rethook */
#define SCAN_RETHOOKS	64	/* nobody nests deeper */

static unsigned long scan_graph, scan_rethook;	/* return trampolines */

#ifdef KMEND_BENCH
bool kmend_bench_unwind;
module_param_named(bench_unwind, kmend_bench_unwind, bool, 0600);
MODULE_PARM_DESC(bench_unwind, "unwind all stacks inside the stop");
#endif

int kmend_scan_init(void)
{
	scan_graph = kmend_symbol_addr("return_to_handler");
	scan_rethook = kmend_symbol_addr("arch_rethook_trampoline");
	return 0;
}

static int scan_compare(const void *a, const void *b)
{
	const struct kmend_range *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return 0;
}

/*
 * Sorts @ranges and joins what overlaps; the stronger reason holds for both.
 * Return: how many are left.
 */
unsigned int kmend_scan_sort(struct kmend_range *ranges, unsigned int nr)
{
	unsigned int i, n = 0;

	sort(ranges, nr, sizeof(*ranges), scan_compare, NULL);
	for (i = 1; i < nr; i++) {
		if (ranges[i].start >= ranges[n].end) {
			ranges[++n] = ranges[i];
			continue;
		}
		ranges[n].end = max(ranges[n].end, ranges[i].end);
		ranges[n].reason = max(ranges[n].reason, ranges[i].reason);
	}
	return nr ? n + 1 : 0;
}

/*
 * The range that has @addr in [start, end]: a return address may be the first
 * byte behind a function that ends in a call. Where two ranges touch, the
 * upper one is returned.
 */
static const struct kmend_range *
scan_find(const struct kmend_range *ranges, unsigned int nr, unsigned long addr)
{
	if (!nr || addr < ranges->start)
		return NULL;
	/* the last that begins at @addr or before is one of these @nr */
	while (nr > 1) {
		unsigned int half = nr / 2;

		if (ranges[half].start <= addr)
			ranges += half;
		nr -= half;
	}
	return addr <= ranges->end ? ranges : NULL;
}

static bool scan_is_hidden(unsigned long addr)
{
	return addr && (addr == scan_graph || addr == scan_rethook);
}

/*
 * What matters is here or above. All text is above all else, so hardly any
 * other word of a stack is that high.
 */
static unsigned long scan_lowest(const struct kmend_range *ranges,
				 unsigned int nr)
{
	unsigned long low = nr ? ranges->start : ULONG_MAX;

	if (scan_graph)
		low = min(low, scan_graph);
	if (scan_rethook)
		low = min(low, scan_rethook);
	return low;
}

/* What kinds of words are in [sp, end)? */
static unsigned int scan_words(unsigned long sp, unsigned long end,
			       const struct kmend_range *ranges,
			       unsigned int nr, unsigned long *addr)
{
	unsigned long low = scan_lowest(ranges, nr);
	unsigned int found = 0;

	for (; sp + sizeof(long) <= end; sp += sizeof(long)) {
		unsigned long word = READ_ONCE_NOCHECK(*(unsigned long *)sp);

		if (likely(word < low))
			continue;
		if (scan_find(ranges, nr, word)) {
			*addr = word;
			return SCAN_INSIDE;
		}
		if (scan_is_hidden(word))
			found |= word == scan_graph ? SCAN_GRAPH :
						      SCAN_RETHOOK;
	}
	return found;
}

/*
 * Is one of the addresses that rethook hides inside? Nodes go only after an
 * RCU grace period; the list of a task that runs may lead into another's.
 */
static bool scan_rethooks(struct task_struct *task,
			  const struct kmend_range *ranges, unsigned int nr,
			  unsigned long *addr)
{
	struct llist_node *node = READ_ONCE(task->rethooks.first);
	unsigned int i;

	for (i = 0; node; i++) {
		struct rethook_node *rh = llist_entry(node, struct rethook_node,
						      llist);

		*addr = READ_ONCE(rh->ret_addr);
		if (i == SCAN_RETHOOKS || scan_find(ranges, nr, *addr))
			return true;
		node = READ_ONCE(node->next);
	}
	return false;
}

/* One frame: an interrupted ip counts as it is, a return address as ip - 1. */
static enum kmend_reason scan_frame(struct unwind_state *state,
				    const struct kmend_range *ranges,
				    unsigned int nr, unsigned long *addr)
{
	const struct kmend_range *r;
	unsigned long ip = unwind_get_return_address(state);

	if (!ip || scan_is_hidden(ip))
		return KMEND_UNRELIABLE;
	if (!unwind_get_entry_regs(state, NULL))
		ip--;
	r = scan_find(ranges, nr, ip);
	if (!r || ip >= r->end)
		return KMEND_CLEAR;
	*addr = ip;
	return r->reason;
}

/* The strongest reason of all frames; a stack that ends well is reliable. */
static enum kmend_reason scan_unwind(struct task_struct *task,
				     const struct kmend_range *ranges,
				     unsigned int nr, unsigned long *ret_addr)
{
	enum kmend_reason reason, most = KMEND_CLEAR;
	struct unwind_state state;
	unsigned long addr;

	*ret_addr = 0;
	for (unwind_start(&state, task, NULL, NULL);
	     !unwind_done(&state) && !unwind_error(&state);
	     unwind_next_frame(&state)) {
		struct pt_regs *regs = unwind_get_entry_regs(&state, NULL);

		if (regs && user_mode(regs))
			return most;
		reason = scan_frame(&state, ranges, nr, &addr);
		if (reason > most) {
			most = reason;
			*ret_addr = reason == KMEND_UNRELIABLE ? 0 : addr;
		}
		if (most > KMEND_HELD)
			return most;
	}
	return unwind_error(&state) ? KMEND_UNRELIABLE : most;
}

/*
 * kmend_scan_task() - is this task inside?
 * @task:   current, or one that has a stack
 * @ranges: sorted
 * @addr:   where it is inside; 0 if unknown
 * @hit:    set if the first pass did not clear it
 *
 * Context: stopped machine; or inside rcu_read_lock() with the stack pinned,
 * and then a task that ran meanwhile must be looked at again.
 */
enum kmend_reason kmend_scan_task(struct task_struct *task,
				  const struct kmend_range *ranges,
				  unsigned int nr, unsigned long *addr,
				  bool *hit)
{
	unsigned long base = (unsigned long)READ_ONCE(task->stack);
	unsigned int found;
	unsigned long sp;

	if (!nr)
		return KMEND_CLEAR;
	/* The dead have left their stack, or will never run on it again. */
	if (!base || READ_ONCE(task->__state) == TASK_DEAD)
		return KMEND_CLEAR;
	if (task == current)
		sp = (unsigned long)__builtin_frame_address(0);
	else
		sp = READ_ONCE(task->thread.sp);
	if (sp < base || sp >= base + THREAD_SIZE) {
		*addr = 0;
		return KMEND_UNRELIABLE;
	}
	if (kmend_bench_unwind)
		return scan_unwind(task, ranges, nr, addr);
	found = scan_words(ALIGN_DOWN(sp, sizeof(long)), base + THREAD_SIZE,
			   ranges, nr, addr);
	if (found == SCAN_RETHOOK && !scan_rethooks(task, ranges, nr, addr))
		return KMEND_CLEAR;
	*hit = found != 0;
	if (!found)
		return KMEND_CLEAR;
	if (task != current && task_is_running(task) &&
	    READ_ONCE(task->rethooks.first))
		return KMEND_UNRELIABLE;
	return scan_unwind(task, ranges, nr, addr);
}

/*
 * The idle task of a CPU that is offline: where its stack ends is unknown, so
 * all of it is looked at, and a word inside text of modules blocks.
 */
enum kmend_reason kmend_scan_offline(struct task_struct *task,
				     const struct kmend_range *ranges,
				     unsigned int nr, unsigned long *addr)
{
	unsigned long base = (unsigned long)READ_ONCE(task->stack);

	for (; nr && ranges->start < MODULES_VADDR; nr--)
		ranges++;
	if (base && (scan_words(base, base + THREAD_SIZE, ranges, nr, addr) &
		     SCAN_INSIDE))
		return KMEND_UNRELIABLE;
	return KMEND_CLEAR;
}

/* Any task, in the stop or pinned: kmend_scan_task() or kmend_scan_offline() */
enum kmend_reason kmend_scan_any(struct task_struct *task,
				 const struct kmend_range *ranges,
				 unsigned int nr, unsigned long *addr,
				 bool *hit)
{
	if (kmend_scan_is_idle(task) && !cpu_online(task_cpu(task)))
		return kmend_scan_offline(task, ranges, nr, addr);
	return kmend_scan_task(task, ranges, nr, addr, hit);
}
