// SPDX-License-Identifier: GPL-2.0
/*
 * unwind - which functions will this task return to?
 *
 * The ORC unwinder walks from one frame to the next. A walk counts only if it
 * comes to where the stack of each task begins: to the registers with which the
 * task entered the kernel, or to the place of those registers, where the stack
 * of a kernel thread begins. Linux 6.1 marks text as the end of a stack that is
 * none (UNWIND_HINT_EMPTY in retpoline.S and ftrace_64.S of arch/x86): an
 * indirect call and a return through the function graph tracer. A walk that
 * meets an interrupted frame there ends without an error, and has not seen the
 * callers.
 *
 * Return trampolines hide where they return to. The unwinder asks their tracer
 * when it comes to their first byte; a task that is in the middle of one may be
 * about to return to anywhere. So a frame in a return trampoline means that the
 * stack cannot be relied upon.
 *
 * docs/decisions/reliable-stacks.md goes through all ways in which a task can
 * be off its CPU.
 */
#include <linux/sched/task_stack.h>
#include <asm/unwind.h>

#include "core.h"
#include "unwind.h"

/* Return trampolines: of the function graph tracer, and of rethook. */
static struct kmend_range unwind_graph, unwind_rethook;

static void unwind_trampoline(const char *name, struct kmend_range *ret)
{
	ret->start = kmend_symbol_addr(name);
	ret->end = ret->start ? kmend_symbol_end(ret->start) : 0;
}

/* Return: 0, or -ENOENT with a line in the log. */
int kmend_unwind_init(void)
{
	unwind_trampoline("return_to_handler", &unwind_graph);
	unwind_trampoline("arch_rethook_trampoline", &unwind_rethook);
	if ((IS_ENABLED(CONFIG_FUNCTION_GRAPH_TRACER) && !unwind_graph.end) ||
	    (IS_ENABLED(CONFIG_RETHOOK) && !unwind_rethook.end)) {
		pr_err("kmend: the return trampolines of this kernel are not found\n");
		return -ENOENT;
	}
	return 0;
}

/* Return: the place that the graph tracer has returns go to, or 0. */
unsigned long kmend_unwind_graph(void)
{
	return unwind_graph.start;
}

/* The same of rethook. */
unsigned long kmend_unwind_rethook(void)
{
	return unwind_rethook.start;
}

static bool unwind_in_trampoline(unsigned long ip)
{
	return (ip >= unwind_graph.start && ip < unwind_graph.end) ||
	       (ip >= unwind_rethook.start && ip < unwind_rethook.end);
}

/*
 * One frame: an interrupted ip counts as it is, a return address as ip - 1.
 * Return trampolines are called by nobody: a return address that is their first
 * byte is one that their tracer did not know.
 */
static enum kmend_reason unwind_frame(struct unwind_state *state,
				      const struct kmend_range *ranges,
				      unsigned int nr, unsigned long *addr)
{
	const struct kmend_range *r;
	unsigned long ip = unwind_get_return_address(state);

	if (!ip || unwind_in_trampoline(ip))
		return KMEND_UNRELIABLE;
	if (!unwind_get_entry_regs(state, NULL))
		ip--;
	r = kmend_scan_find(ranges, nr, ip);
	if (!r || ip >= r->end)
		return KMEND_CLEAR;
	*addr = ip;
	return r->reason;
}

/* Is this the last frame that a stack can have? */
static bool unwind_is_whole(const struct unwind_state *state,
			    const struct task_struct *task, unsigned long sp)
{
	return !unwind_error((struct unwind_state *)state) &&
	       sp == (unsigned long)task_pt_regs(task);
}

/*
 * kmend_unwind() - the strongest reason of all frames of a task
 * @task:     the current one; one that cannot run meanwhile; or one of which
 *            the caller throws away what comes out if it ran
 * @ret_addr: where it is inside; 0 if unknown
 *
 * Context: rcu_read_lock() or stopped machine, with the stack pinned.
 * Return: KMEND_UNRELIABLE if the walk did not come to the end.
 */
enum kmend_reason kmend_unwind(struct task_struct *task,
			       const struct kmend_range *ranges,
			       unsigned int nr, unsigned long *ret_addr)
{
	enum kmend_reason reason, most = KMEND_CLEAR;
	unsigned long addr, sp = 0;
	struct unwind_state state;

	*ret_addr = 0;
	for (unwind_start(&state, task, NULL, NULL);
	     !unwind_done(&state) && !unwind_error(&state);
	     unwind_next_frame(&state)) {
		struct pt_regs *regs = unwind_get_entry_regs(&state, NULL);

		if (regs && user_mode(regs))
			return regs == task_pt_regs(task) ? most :
							    KMEND_UNRELIABLE;
		reason = unwind_frame(&state, ranges, nr, &addr);
		if (reason > most) {
			most = reason;
			*ret_addr = reason == KMEND_UNRELIABLE ? 0 : addr;
		}
		if (most > KMEND_HELD)
			return most;
		sp = state.sp;
	}
	return unwind_is_whole(&state, task, sp) ? most : KMEND_UNRELIABLE;
}
