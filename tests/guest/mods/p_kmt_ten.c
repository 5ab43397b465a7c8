// SPDX-License-Identifier: GPL-2.0
/* Ten modules. */
#include "hand.h"

HAND_BEGIN("kmt-ten", "0");

#define TEN(n)								\
HAND_OBJECT("kmt_" #n, MADE_ID_kmt_##n);				\
HAND_SYMBOL("kmt_" #n, "kmt_number", 0);				\
HAND_NEW ten_##n(void)							\
{									\
	return 10 + n;							\
}									\
HAND_FUNC("kmt_" #n, "kmt_number", n, MADE_SIZE_kmt_##n##_kmt_number, ten_##n)

TEN(0); TEN(1); TEN(2); TEN(3); TEN(4);
TEN(5); TEN(6); TEN(7); TEN(8); TEN(9);
HAND_END;
