// SPDX-License-Identifier: GPL-2.0
#include <linux/printk.h>

#include "../ext.h"

static int sum;

int ext_second(int by)
{
	pr_debug("second of %s\n", __FILE__);
	sum += by;
	return sum;
}
