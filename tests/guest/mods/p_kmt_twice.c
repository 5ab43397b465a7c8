// SPDX-License-Identifier: GPL-2.0
/* Replaces one function of a module twice. */
#include "hand.h"

HAND_BEGIN("kmt-twice", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW twice_first(void)
{
	return 44;
}

HAND_NEW twice_second(void)
{
	return 45;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, twice_first);
HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, twice_second);
HAND_END;
