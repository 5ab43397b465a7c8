// SPDX-License-Identifier: GPL-2.0
/* Another patch of the same function. */
#include "hand.h"

HAND_BEGIN("kmt-two", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW two_value(void)
{
	return 22;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, two_value);
HAND_END;
