// SPDX-License-Identifier: GPL-2.0
/*
 * scan - is this task inside these ranges?
 *
 * First every word of the stack in use: no word inside, no doubt. A hit, or a
 * return trampoline that hides a return address, is decided by the ORC
 * unwinder; a stack that it cannot read counts as blocked.
 */
#include <linux/bsearch.h>
#include <linux/sched/task_stack.h>
#include <linux/sort.h>
#include <asm/switch_to.h>
#include <asm/unwind.h>

#include "core.h"

static unsigned long scan_hidden[2];	/* return trampolines */

int kmend_scan_init(void)
{
	scan_hidden[0] = kmend_symbol_addr("return_to_handler");
	scan_hidden[1] = kmend_symbol_addr("arch_rethook_trampoline");
	return 0;
}

static int scan_compare(const void *a, const void *b)
{
	const struct kmend_range *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return 0;
}

/* Sorts @ranges and joins what overlaps. Return: how many are left. */
unsigned int kmend_scan_sort(struct kmend_range *ranges, unsigned int nr)
{
	unsigned int i, n = 0;

	sort(ranges, nr, sizeof(*ranges), scan_compare, NULL);
	for (i = 1; i < nr; i++) {
		if (ranges[i].start < ranges[n].end)
			ranges[n].end = max(ranges[n].end, ranges[i].end);
		else
			ranges[++n] = ranges[i];
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
	unsigned int low = 0, high = nr;

	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (ranges[mid].start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || addr > ranges[low - 1].end)
		return NULL;
	return &ranges[low - 1];
}

static bool scan_is_hidden(unsigned long addr)
{
	return addr && (addr == scan_hidden[0] || addr == scan_hidden[1]);
}

/* Any word in [sp, end) that looks like an address in a range? */
static bool scan_words(unsigned long sp, unsigned long end,
		       const struct kmend_range *ranges, unsigned int nr,
		       unsigned long *addr)
{
	for (; sp + sizeof(long) <= end; sp += sizeof(long)) {
		unsigned long word = READ_ONCE_NOCHECK(*(unsigned long *)sp);

		if (scan_find(ranges, nr, word) || scan_is_hidden(word)) {
			*addr = word;
			return true;
		}
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

static enum kmend_reason scan_unwind(struct task_struct *task,
				     const struct kmend_range *ranges,
				     unsigned int nr, unsigned long *addr)
{
	struct unwind_state state;
	enum kmend_reason reason;

	*addr = 0;
	for (unwind_start(&state, task, NULL, NULL);
	     !unwind_done(&state) && !unwind_error(&state);
	     unwind_next_frame(&state)) {
		struct pt_regs *regs = unwind_get_entry_regs(&state, NULL);

		if (regs && user_mode(regs))
			return KMEND_CLEAR;
		reason = scan_frame(&state, ranges, nr, addr);
		if (reason != KMEND_CLEAR)
			return reason;
	}
	return unwind_error(&state) ? KMEND_UNRELIABLE : KMEND_CLEAR;
}

/*
 * kmend_scan_task() - may this task's stack stay as it is?
 * @task:   current, or a task that runs on no CPU
 * @ranges: sorted
 * @addr:   where it is inside; 0 if unknown
 * @hit:    set if the unwinder was needed
 *
 * Context: stopped machine.
 */
enum kmend_reason kmend_scan_task(struct task_struct *task,
				  const struct kmend_range *ranges,
				  unsigned int nr, unsigned long *addr,
				  bool *hit)
{
	unsigned long base = (unsigned long)READ_ONCE(task->stack);
	unsigned long sp;

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
	*hit = scan_words(ALIGN_DOWN(sp, sizeof(long)), base + THREAD_SIZE,
			  ranges, nr, addr);
	if (!*hit)
		return KMEND_CLEAR;
	return scan_unwind(task, ranges, nr, addr);
}

/*
 * The idle task of a CPU that is offline: where its stack ends is unknown, so
 * all of it is looked at, and a word inside blocks.
 */
enum kmend_reason kmend_scan_offline(struct task_struct *task,
				     const struct kmend_range *ranges,
				     unsigned int nr, unsigned long *addr)
{
	unsigned long base = (unsigned long)READ_ONCE(task->stack);

	if (base && scan_words(base, base + THREAD_SIZE, ranges, nr, addr))
		return KMEND_UNRELIABLE;
	return KMEND_CLEAR;
}
