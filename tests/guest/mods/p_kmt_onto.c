// SPDX-License-Identifier: GPL-2.0
/* A patch that was built on kmt-one, whose place it takes. */
#include "hand.h"

HAND_BEGIN("kmt-onto", "0");
HAND_SAYS("id=kmt-onto:02");
HAND_SAYS("on=kmt-none:00 kmt-one:01");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW onto_value(void)
{
	return 44;
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, onto_value);
HAND_END;
