// SPDX-License-Identifier: GPL-2.0
/* A module that is not the kernel's: reading its parameter calls it. */
#include <linux/bug.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "ext.h"

static int reads;

static int ext_get(char *buf, const struct kernel_param *kp)
{
	WARN_ON_ONCE(!buf);
	reads += EXT_STEP;
	return sprintf(buf, "reads %d, second %d\n", reads, ext_second(1));
}

static const struct kernel_param_ops ext_ops = { .get = ext_get };
module_param_cb(ext, &ext_ops, NULL, 0444);
MODULE_DESCRIPTION("patched by the tests of kmend");
MODULE_LICENSE("GPL");
