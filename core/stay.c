// SPDX-License-Identifier: GPL-2.0
/*
 * stay - when ftrace is dead, the core cannot go
 *
 * After a fault of its own ftrace changes no code any more (ftrace_kill() in
 * kernel/trace/ftrace.c): what it has redirected stays redirected, also
 * module_finalize(), and unregister_ftrace_function() fails. Then the text of
 * the core must not be freed. So once that is seen the core holds itself, and
 * rmmod is refused. Nobody is told when ftrace dies: it is looked at when a
 * module comes, and after the core has used ftrace. If it is seen only in the
 * exit function, which cannot fail, that function does not return: rmmod hangs,
 * all else goes on.
 */
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/static_call.h>

#include "core.h"

/* Of kernel/trace/trace.h; in no header that modules get. */
int ftrace_is_dead(void);
DEFINE_STATIC_CALL_NULL(kmend_ftrace_dead, ftrace_is_dead);

static bool stay_can_ask;
static atomic_t stay_held = ATOMIC_INIT(0);

void kmend_stay_init(void)
{
	unsigned long addr = kmend_symbol_addr("ftrace_is_dead");

	if (addr)
		static_call_update(kmend_ftrace_dead, (void *)addr);
	stay_can_ask = addr;
}

static bool stay_must(void)
{
	return stay_can_ask && static_call(kmend_ftrace_dead)();
}

/* If ftrace is dead, the core holds itself from now on. Context: any task. */
void kmend_stay_check(void)
{
	if (!stay_must() || atomic_xchg(&stay_held, 1))
		return;
	__module_get(THIS_MODULE);
	pr_err("kmend: ftrace is dead: what is patched stays as it is, and this module cannot be unloaded until the next boot\n");
}

/*
 * kmend_stay_for_ever() - in the exit function: has ftrace let go of the core?
 * @error: what ftrace said
 *
 * Returns only if it has. A task that is not counted as load, and that a
 * suspend does not wait for.
 */
void kmend_stay_for_ever(int error)
{
	if (!error && !stay_must())
		return;
	pr_err("kmend: ftrace is dead (error %d) and still calls this module: its unloading does not end until the next boot\n",
	       error);
	for (;;) {
		set_current_state(TASK_IDLE | TASK_FREEZABLE);
		schedule();
	}
}
