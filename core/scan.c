// SPDX-License-Identifier: GPL-2.0
/*
 * scan - is this task inside these ranges?
 *
 * First every word of the stack in use is looked at. A task that gave up its
 * CPU by itself has the return address of each function that it is in on its
 * stack: if no word is inside, the task is not. There are two exceptions, and
 * what they hide is found by the ORC unwinder (unwind.c), as is whether a word
 * that is inside is a return address at all:
 *
 * - A return trampoline stands in place of a return address. Those that rethook
 *   (kretprobes) hides are in a list of the task, and are looked at there.
 * - A task that was preempted may have been anywhere, also in text that runs
 *   for a function without a trace of it on the stack: in a copy of some of its
 *   instructions (an optimized kprobe), or in a return trampoline. Such a task
 *   has the return address into the function that preempted it on its stack.
 *
 * A stack that the unwinder cannot read to its end counts as inside.
 *
 * A task may run while its words are looked at: then what comes out means
 * nothing, but the stack stays mapped, and nothing outside of it is read or
 * believed. The caller has such a task recorded (dirty.c) and looks again in
 * the stop. It must not begin to run while the unwinder is at work, which in
 * Linux 6.1 warns about a task that runs and has a return address hidden by
 * rethook (rethook_find_ret_addr() in kernel/trace/rethook.c). So its run queue
 * is locked for these few microseconds; and a task that is ready to run and has
 * such a return address is not unwound at all.
 */
#include <linux/rethook.h>
#include <linux/sched/task_stack.h>
#include <linux/sort.h>

#include "core.h"
#include "fail.h"
#include "unwind.h"

#define SCAN_INSIDE	1u	/* a word inside a range */
#define SCAN_GRAPH	2u	/* the function graph tracer hides something */
#define SCAN_RETHOOK	4u	/* so does rethook */
#define SCAN_PREEMPTED	8u	/* was switched out wherever it was */
#define SCAN_RETHOOKS	64	/* nobody nests deeper */

static unsigned long scan_graph, scan_rethook;	/* return trampolines */

/*
 * Whoever is preempted returns to one of these: all functions that call
 * __schedule(SM_PREEMPT) (kernel/sched/core.c, Linux 6.1 and 6.12) but
 * __cond_resched(), which is a call like any other. preempt_schedule() may end
 * in a jump to preempt_schedule_common(); then there is its thunk, through
 * which it is called.
 */
static const struct { const char *name; unsigned int window; }
scan_preempt_names[] = {
	{ "preempt_schedule_irq", 0 }, { "preempt_schedule", 0 },
	{ "preempt_schedule_notrace", 0 },
	{ "preempt_schedule_thunk", 1 }, { "preempt_schedule_notrace_thunk", 1 },
};
struct scan_text { unsigned long start, end; };
static struct scan_text scan_preempt[ARRAY_SIZE(scan_preempt_names)];

/* Those of a file are close together: two comparisons for nearly all words. */
static struct scan_text scan_windows[2] = {
	{ .start = ULONG_MAX }, { .start = ULONG_MAX },
};

#ifdef KMEND_BENCH
bool kmend_bench_unwind;
module_param_named(bench_unwind, kmend_bench_unwind, bool, 0600);
MODULE_PARM_DESC(bench_unwind, "unwind all stacks inside the stop");
#endif

/* The lowest of these; that of the ranges may be lower. */
static unsigned long scan_low = ULONG_MAX;

/* Return: 0, or -ENOENT with a line in the log. */
static int scan_init_preempt(unsigned int i)
{
	struct scan_text *window = &scan_windows[scan_preempt_names[i].window];
	unsigned long start = kmend_symbol_addr(scan_preempt_names[i].name);
	unsigned long end = kmend_symbol_end(start);

	if (!end) {
		pr_err("kmend: this kernel has no %s()\n",
		       scan_preempt_names[i].name);
		return -ENOENT;
	}
	scan_preempt[i].start = start;
	scan_preempt[i].end = end;
	window->start = min(window->start, start);
	window->end = max(window->end, end);
	scan_low = min(scan_low, start);
	return 0;
}

/* Return: as scan_init_preempt(). */
int kmend_scan_init(void)
{
	unsigned int i;
	int ret = kmend_unwind_init();

	scan_graph = kmend_unwind_graph();
	scan_rethook = kmend_unwind_rethook();
	if (scan_graph)
		scan_low = min(scan_low, scan_graph);
	if (scan_rethook)
		scan_low = min(scan_low, scan_rethook);
	for (i = 0; !ret && IS_ENABLED(CONFIG_PREEMPTION) &&
	     i < ARRAY_SIZE(scan_preempt); i++)
		ret = scan_init_preempt(i);
	return ret;
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
static __always_inline const struct kmend_range *
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

const struct kmend_range *
kmend_scan_find(const struct kmend_range *ranges, unsigned int nr,
		unsigned long addr)
{
	return scan_find(ranges, nr, addr);
}

/* A return address into what preempts a task? It may be the end of it. */
static __always_inline bool scan_is_preempt(unsigned long addr)
{
	unsigned int i;

	if ((addr <= scan_windows[0].start || addr > scan_windows[0].end) &&
	    (addr <= scan_windows[1].start || addr > scan_windows[1].end))
		return false;
	for (i = 0; i < ARRAY_SIZE(scan_preempt); i++)
		if (addr > scan_preempt[i].start && addr <= scan_preempt[i].end)
			return true;
	return false;
}

/* What a word tells, or a return address that rethook hides. */
static __always_inline unsigned int scan_word(const struct kmend_range *ranges,
					      unsigned int nr,
					      unsigned long word)
{
	if (scan_find(ranges, nr, word))
		return SCAN_INSIDE;
	if (word == scan_graph)
		return SCAN_GRAPH;
	if (word == scan_rethook)
		return SCAN_RETHOOK;
	return scan_is_preempt(word) ? SCAN_PREEMPTED : 0;
}

/*
 * What kinds of words are in [sp, end)? All text is above all else, so hardly
 * any other word of a stack is as high as what matters.
 */
static unsigned int scan_words(unsigned long sp, unsigned long end,
			       const struct kmend_range *ranges,
			       unsigned int nr, unsigned long *addr)
{
	unsigned long low = min(scan_low, nr ? ranges->start : ULONG_MAX);
	unsigned int found = 0;

	for (; sp + sizeof(long) <= end; sp += sizeof(long)) {
		unsigned long word = READ_ONCE_NOCHECK(*(unsigned long *)sp);

		if (likely(word < low))
			continue;
		found |= scan_word(ranges, nr, word);
		if (found & SCAN_INSIDE) {
			*addr = word;
			break;
		}
	}
	return found;
}

/*
 * What kinds of return addresses does rethook hide? Nodes go only after an RCU
 * grace period; the list of a task that runs may lead into another's.
 */
static unsigned int scan_rethooks(struct task_struct *task,
				  const struct kmend_range *ranges,
				  unsigned int nr, unsigned long *addr)
{
	struct llist_node *node = READ_ONCE(task->rethooks.first);
	unsigned int i, found = 0;

	for (i = 0; node; i++) {
		struct rethook_node *rh = llist_entry(node, struct rethook_node,
						      llist);

		*addr = READ_ONCE(rh->ret_addr);
		found |= scan_word(ranges, nr, *addr);
		if (i == SCAN_RETHOOKS || (found & SCAN_INSIDE))
			return SCAN_INSIDE;
		node = READ_ONCE(node->next);
	}
	return found;
}

/* A task that has its stack, and will not run before this returns. */
static enum kmend_reason scan_unwind(struct task_struct *task,
				     const struct kmend_range *ranges,
				     unsigned int nr, unsigned long *addr)
{
	if (task != current && task_is_running(task) &&
	    READ_ONCE(task->rethooks.first)) {
		*addr = 0;
		return KMEND_UNRELIABLE;
	}
	kmend_fail_slow();
	return kmend_unwind(task, ranges, nr, addr);
}

struct scan_pinned {
	const struct kmend_range *ranges;
	unsigned int nr;
	unsigned long *addr;
	enum kmend_reason reason;
};

/* Context: under the locks of the task's run queue, interrupts are off. */
static int scan_unwind_pinned(struct task_struct *task, void *data)
{
	struct scan_pinned *p = data;

	/* It runs, and is looked at again: see survey_runs(). */
	p->reason = KMEND_CLEAR;
	if (!smp_load_acquire(&task->on_cpu))
		p->reason = scan_unwind(task, p->ranges, p->nr, p->addr);
	return 0;
}

/* The same of a task that may run at any time. */
static enum kmend_reason scan_unwind_live(struct task_struct *task,
					  const struct kmend_range *ranges,
					  unsigned int nr, unsigned long *addr)
{
	struct scan_pinned p = { .ranges = ranges, .nr = nr, .addr = addr };

	kmend_symbol_pin(task, scan_unwind_pinned, &p);
	return p.reason;
}

/* Do the words of this stack, which begins at @sp, leave no doubt? */
static bool scan_is_clear(struct task_struct *task, unsigned long sp,
			  const struct kmend_range *ranges, unsigned int nr,
			  unsigned long *addr)
{
	unsigned long base = (unsigned long)READ_ONCE(task->stack);
	unsigned int found;

	found = scan_words(ALIGN_DOWN(sp, sizeof(long)), base + THREAD_SIZE,
			   ranges, nr, addr);
	if (found == SCAN_RETHOOK)
		found = scan_rethooks(task, ranges, nr, addr);
	return !found;
}

/*
 * kmend_scan_task() - is this task inside?
 * @task:   current, or one that has a stack
 * @live:   other tasks run meanwhile, and it may be one of them
 * @ranges: sorted
 * @addr:   where it is inside; 0 if unknown
 * @hit:    set if the first pass did not clear it
 *
 * Context: stopped machine, or current; or @live, inside rcu_read_lock() with
 * the stack pinned, and then a task that ran meanwhile must be looked at again.
 */
enum kmend_reason kmend_scan_task(struct task_struct *task, bool live,
				  const struct kmend_range *ranges,
				  unsigned int nr, unsigned long *addr,
				  bool *hit)
{
	unsigned long base = (unsigned long)READ_ONCE(task->stack);
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
	if (!kmend_bench_unwind && scan_is_clear(task, sp, ranges, nr, addr))
		return KMEND_CLEAR;
	*hit = true;
	if (live && task != current)
		return scan_unwind_live(task, ranges, nr, addr);
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

/* Any task, in the stop or live: kmend_scan_task() or kmend_scan_offline() */
enum kmend_reason kmend_scan_any(struct task_struct *task, bool live,
				 const struct kmend_range *ranges,
				 unsigned int nr, unsigned long *addr,
				 bool *hit)
{
	if (kmend_scan_is_idle(task) && !cpu_online(task_cpu(task)))
		return kmend_scan_offline(task, ranges, nr, addr);
	return kmend_scan_task(task, live, ranges, nr, addr, hit);
}
