// SPDX-License-Identifier: GPL-2.0
/* The three loops of kmt_busy; the new ones are left as little as the old. */
#include "hand.h"

#include <linux/sched.h>

HAND_BEGIN("kmt-busy", "0");
HAND_OBJECT("kmt_busy", MADE_ID_kmt_busy);
HAND_SYMBOL("kmt_busy", "busy_pointer", 0);
HAND_SYMBOL("kmt_busy", "busy_traced", 0);
HAND_SYMBOL("kmt_busy", "busy_probed", 0);
HAND_SYMBOL("kmt_busy", "done", 0);
HAND_SYMBOL("kmt_busy", "count", 0);

static __attribute__((noipa, used)) void new_leaf(void)
{
	unsigned long *count = HAND_ADDR(4);

	WRITE_ONCE(*count, *count + 1);
}

static void (*new_fn)(void) = new_leaf;

HAND_NEW new_pointer(void)
{
	bool *done = HAND_ADDR(3);
	unsigned int n;

	for (n = 1; !READ_ONCE(*done); n++) {
		READ_ONCE(new_fn)();
		if (!(n & 0x3ffff))
			schedule_timeout_uninterruptible(1);
	}
	return 0;
}

HAND_NEW new_traced(void)
{
	bool *done = HAND_ADDR(3);
	unsigned int n;

	for (n = 1; !READ_ONCE(*done); n++) {
		new_leaf();
		if (!(n & 0x3fff))
			schedule_timeout_uninterruptible(1);
	}
	return 0;
}

HAND_NEW new_probed(void)
{
	return 0;
}

HAND_FUNC("kmt_busy", "busy_pointer", 0, MADE_SIZE_kmt_busy_busy_pointer,
	  new_pointer);
HAND_FUNC("kmt_busy", "busy_traced", 1, MADE_SIZE_kmt_busy_busy_traced,
	  new_traced);
HAND_FUNC("kmt_busy", "busy_probed", 2, MADE_SIZE_kmt_busy_busy_probed,
	  new_probed);
HAND_END;
