// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_a - a module to be patched; BUILD tells two builds of it apart
 *
 * /proc/kmt_a says what its functions say now; init and exit say it in the
 * log. Writing "key" there turns a static key over, "call" a static call that
 * returns 5 or 6; "nap" sleeps a second in
 * kmt_value()'s neighbour kmt_nap(). "hold" stays in kmt_hold() until somebody
 * writes "go", and then calls what kmt_hop has offered.
 */
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/static_call.h>

#include "kmt_a.h"

static DEFINE_STATIC_KEY_FALSE(kmt_key);
static int secret = 100;
static int fail;
module_param(fail, int, 0);

static __attribute__((noipa)) int twin(void)
{
	return READ_ONCE(secret);
}

static __attribute__((noipa)) int kmt_value(void)
{
	return BUILD;
}

static __attribute__((noipa)) void kmt_nap(void)
{
	msleep(1000);
}

static int call_five(void)
{
	return 5;
}

static int call_six(void)
{
	return 6;
}

DEFINE_STATIC_CALL(kmt_call, call_five);

static void kmt_turn_call(void)
{
	static bool six;

	six = !six;
	static_call_update(kmt_call, six ? call_six : call_five);
}

static bool kmt_go;

static __attribute__((noipa)) void kmt_hold(void)
{
	while (!READ_ONCE(kmt_go))
		msleep(20);
}

static void (*kmt_hop)(void);

/* NULL: there is nothing to call any more. */
void kmt_set_hop(void (*hop)(void))
{
	WRITE_ONCE(kmt_hop, hop);
}
EXPORT_SYMBOL_GPL(kmt_set_hop);

static void kmt_hold_and_hop(void)
{
	void (*hop)(void);

	kmt_hold();
	hop = READ_ONCE(kmt_hop);
	if (hop)
		hop();
}

static int kmt_show(struct seq_file *m, void *v)
{
	seq_printf(m, "value %d twins %d %d\n", kmt_value(), twin(),
		   kmt_second());
	return 0;
}

static int kmt_open(struct inode *inode, struct file *file)
{
	return single_open(file, kmt_show, NULL);
}

static ssize_t kmt_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	char c;

	if (get_user(c, buf))
		return -EFAULT;
	if (c == 'k' && static_branch_unlikely(&kmt_key))
		static_branch_disable(&kmt_key);
	else if (c == 'k')
		static_branch_enable(&kmt_key);
	else if (c == 'c')
		kmt_turn_call();
	else if (c == 'h')
		kmt_hold_and_hop();
	else if (c == 'g')
		WRITE_ONCE(kmt_go, true);
	else
		kmt_nap();
	return len;
}

static const struct proc_ops kmt_ops = {
	.proc_open = kmt_open, .proc_read = seq_read, .proc_lseek = seq_lseek,
	.proc_release = single_release, .proc_write = kmt_write,
};

static int __init kmt_init(void)
{
	pr_info("kmt_a: init: value %d first %d\n", kmt_value(), kmt_first());
	if (fail)
		return -EIO;
	return proc_create("kmt_a", 0644, NULL, &kmt_ops) ? 0 : -ENOMEM;
}

static void __exit kmt_exit(void)
{
	remove_proc_entry("kmt_a", NULL);
	pr_info("kmt_a: exit: value %d\n", kmt_value());
}

module_init(kmt_init);
module_exit(kmt_exit);
MODULE_LICENSE("GPL");
