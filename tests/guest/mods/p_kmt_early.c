// SPDX-License-Identifier: GPL-2.0
/* A static call and an alternative of the module's: it must be there first. */
#include "hand.h"

HAND_BEGIN("kmt-early", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);
HAND_SYMBOL("kmt_a", "__SCK__kmt_call", 0);
HAND_SYMBOL("kmt_a", "secret", 1);

HAND_NEW early_value(void)
{
	int *secret = HAND_ALTERNATIVE(2);

	return (secret ? 1000 * READ_ONCE(*secret) : 0) + HAND_CALL(1);
}

HAND_FUNC("kmt_a", "kmt_value", 0, MADE_SIZE_kmt_a_kmt_value, early_value);
HAND_END;
