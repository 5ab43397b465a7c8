// SPDX-License-Identifier: GPL-2.0
/* A function of one module that would use one that it does not depend on. */
#include "hand.h"

HAND_BEGIN("kmt-cross", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_OBJECT("kmt_0", MADE_ID_kmt_0);
HAND_SYMBOL("kmt_a", "kmt_value", 0);
HAND_SYMBOL("kmt_0", "kmt_number", 0);

HAND_NEW cross_value(void)
{
	int (*number)(void) = HAND_ADDR(1);

	return number();
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, cross_value);
HAND_END;
