// SPDX-License-Identifier: GPL-2.0
/* The first of three functions of one name; it is gone when init is done. */
#include <linux/init.h>

#include "kmt_a.h"

static __init __attribute__((noipa)) int twin(void)
{
	return 1;
}

int __init kmt_first(void)
{
	return twin();
}
