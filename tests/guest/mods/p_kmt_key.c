// SPDX-License-Identifier: GPL-2.0
/* A static branch whose key is in the module: it must be there first. */
#include "hand.h"

HAND_BEGIN("kmt-key", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);
HAND_SYMBOL("kmt_a", "kmt_key", 0);

HAND_NEW key_value(void)
{
	return HAND_BRANCH(1) ? 56 : 55;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, key_value);
HAND_END;
