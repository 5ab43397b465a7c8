// SPDX-License-Identifier: GPL-2.0
/* A relocation changes the table of relocations after it was checked. */
#include "hand.h"

HAND_BEGIN("kmt-self", "0");
HAND_OBJECT("kmt_a", MADE_ID_kmt_a);
HAND_SYMBOL("vmlinux", "_text", 0);
HAND_SYMBOL("kmt_a", "kmt_value", 0);

HAND_NEW self_value(void)
{
	return 44;
}

/* The second has 0 for symbol and type, where the first writes an address. */
asm(HAND_PUSH(".rodata", ".balign 8\n97: .quad 0")
    HAND_PUSH(".kmend.relocs", ".quad 96f + 16, 0\n.long 0, 1\n"
	      "96: .quad 97b, 0\n.long 0, 0"));
HAND_FUNC("kmt_a", "kmt_value", 1, MADE_SIZE_kmt_a_kmt_value, self_value);
HAND_END;
