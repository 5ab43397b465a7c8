// SPDX-License-Identifier: GPL-2.0
/* Another patch of the same function, which replaces all. */
#include "hand.h"

HAND_BEGIN("kmt-all", "1");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW all_value(void)
{
	return 33;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, all_value);
HAND_END;
