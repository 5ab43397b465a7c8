// SPDX-License-Identifier: GPL-2.0
/* Static variables and functions with duplicates; text and data are late. */
#include "hand.h"

HAND_BEGIN("kmt-one", "0");
HAND_SAYS("id=kmt-one:01");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);
HAND_SYMBOL("kmt_a", "twin", 2);
HAND_SYMBOL("kmt_a", "secret", 1);
HAND_SYMBOL("kmt_a", "secret", 2);
HAND_SYMBOL("kmt_a", "twin", 1);

HAND_NEW one_value(void)
{
	int (*twin)(void) = HAND_ADDR(4);

	return 1000 * twin() + READ_ONCE(*(int *)HAND_ADDR(2)) +
	       READ_ONCE(*(int *)HAND_ADDR(3));
}

HAND_NEW one_twin(void)
{
	return READ_ONCE(*(int *)HAND_ADDR(3)) + 22;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, one_value);
HAND_FUNC("kmt_a", "twin", 1, MADE_SIZE_kmt_a_twin, one_twin);
HAND_END;
