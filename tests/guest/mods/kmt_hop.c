// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_hop - a module that is called by who holds in kmt_a
 *
 * hop_nap() sleeps there until the parameter `done` is set.
 */
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/module.h>

#include "kmt_a.h"

static bool done;
module_param(done, bool, 0644);

static __attribute__((noipa)) void hop_nap(void)
{
	while (!READ_ONCE(done))
		msleep(20);
}

static __attribute__((noipa)) void hop(void)
{
	hop_nap();
	barrier();	/* no tail call */
}

static int __init hop_init(void)
{
	kmt_set_hop(hop);
	return 0;
}

static void __exit hop_exit(void)
{
	kmt_set_hop(NULL);
}

module_init(hop_init);
module_exit(hop_exit);
MODULE_LICENSE("GPL");
