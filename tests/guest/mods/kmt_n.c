// SPDX-License-Identifier: GPL-2.0
/* kmt_0 to kmt_9: a module of which there are ten. */
#include <linux/init.h>
#include <linux/module.h>

static __attribute__((noipa)) int kmt_number(void)
{
	return 0;
}

static int kmt_get(char *buf, const struct kernel_param *kp)
{
	return sprintf(buf, "%d\n", kmt_number());
}

static const struct kernel_param_ops kmt_ops = { .get = kmt_get };
module_param_cb(number, &kmt_ops, NULL, 0444);

static int __init kmt_init(void)
{
	return 0;
}

static void __exit kmt_exit(void)
{
}

module_init(kmt_init);
module_exit(kmt_exit);
MODULE_LICENSE("GPL");
