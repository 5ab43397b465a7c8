// SPDX-License-Identifier: GPL-2.0
/* An immediate function that has no bytes. */
#include "hand.h"

HAND_BEGIN("kmt-zero", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW zero_value(void)
{
	return 44;
}

asm(HAND_STRING("91", "kmt_value") HAND_STRING("92", "kmt_a")
    HAND_PUSH(".kmend.funcs", "93: .quad 0, zero_value, 91b, 92b\n"
	      ".long " __stringify(MADE_SIZE_kmt_a_kmt_value) ", 0, 1\n"
	      ".long 0")
    HAND_RELOC("93b", "0", "1"));
HAND_END;
