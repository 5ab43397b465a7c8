// SPDX-License-Identifier: GPL-2.0
/* Expects a function of another size: fits no module of that name. */
#include "hand.h"

HAND_BEGIN("kmt-bad", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW bad_value(void)
{
	return 44;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value + 1, bad_value);
HAND_END;
