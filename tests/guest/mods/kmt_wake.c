// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_wake - the clock's interrupt wakes the machine from suspend to idle
 *
 * On real machines the firmware does that; QEMU's does not.
 */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/module.h>

#define CLOCK_IRQ	8

static int __init wake_init(void)
{
	return enable_irq_wake(CLOCK_IRQ);
}

static void __exit wake_exit(void)
{
	disable_irq_wake(CLOCK_IRQ);
}

module_init(wake_init);
module_exit(wake_exit);
MODULE_LICENSE("GPL");
