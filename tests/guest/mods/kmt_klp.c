// SPDX-License-Identifier: GPL-2.0
/*
 * kmt_klp - mainline livepatch of one function, which then returns 77
 *
 * OBJECT is the module that has it, empty for the kernel itself. On as long
 * as /sys/kernel/livepatch/kmt_klp/enabled says so.
 */
#include <linux/init.h>
#include <linux/livepatch.h>
#include <linux/module.h>

static char *object = "", *function;
module_param(object, charp, 0);
module_param(function, charp, 0);

static int klp_new(void)
{
	return 77;
}

static struct klp_func klp_funcs[] = { { .new_func = klp_new }, { } };
static struct klp_object klp_objects[] = { { .funcs = klp_funcs }, { } };
static struct klp_patch klp_patch = { .mod = THIS_MODULE, .objs = klp_objects };

static int __init klp_init(void)
{
	klp_funcs[0].old_name = function;
	klp_objects[0].name = *object ? object : NULL;
	return klp_enable_patch(&klp_patch);
}

static void __exit klp_exit(void)
{
}

module_init(klp_init);
module_exit(klp_exit);
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
