// SPDX-License-Identifier: GPL-2.0
/* Functions in which a task may sleep, in two modules of which one goes. */
#include "hand.h"

HAND_BEGIN("kmt-hop", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_OBJECT("kmt_hop", MADE_ID_kmt_hop);
HAND_SYMBOL("kmt_a", "kmt_hold", 0);
HAND_SYMBOL("kmt_hop", "hop_nap", 0);

HAND_NEW new_hold(void)
{
	return 0;
}

HAND_NEW new_nap(void)
{
	return 0;
}

HAND_FUNC("kmt_a", "kmt_hold", 0, MADE_SIZE_kmt_a_kmt_hold, new_hold);
HAND_FUNC("kmt_hop", "hop_nap", 1, MADE_SIZE_kmt_hop_hop_nap, new_nap);
HAND_END;
