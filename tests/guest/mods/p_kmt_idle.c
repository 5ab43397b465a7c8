// SPDX-License-Identifier: GPL-2.0
/* The function in which a thread plays idle. */
#include "hand.h"

HAND_BEGIN("kmt-idle", "0");
HAND_OBJECT("kmt_idle", MADE_ID_kmt_idle);
HAND_SYMBOL("kmt_idle", "idle_play", 0);

HAND_NEW new_play(void)
{
	return 0;
}

HAND_FUNC("kmt_idle", "idle_play", 0, MADE_SIZE_kmt_idle_idle_play, new_play);
HAND_END;
