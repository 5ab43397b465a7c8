// SPDX-License-Identifier: GPL-2.0
/* plain - what any module takes for a thousand functions */
#include <linux/module.h>

#include "thousand.h"

#define PLAIN_F(n)							\
	int plain_##n(int i);						\
	noinline __attribute__((noipa)) int plain_##n(int i)		\
	{ return i + n; }

#ifndef PLAIN_NONE
KMB_1000(PLAIN_F)
#endif

MODULE_LICENSE("GPL");
