// SPDX-License-Identifier: GPL-2.0
/*
 * kmend_patch - what makes a module out of patched functions
 *
 * This unit is the same in every patch module. It hands the tables that the
 * tool wrote at link time to the core and takes them back on unload; what is
 * in the tables, and when they take effect, is no business of this file.
 *
 * The symbols at the ends of the tables do not exist until the tool has made
 * the sections: see struct kmend_abi_tables.
 */
#include <linux/init.h>
#include <linux/module.h>

#include "kmend_abi.h"
#include "kmend_jump.h"

extern const char kmend_info_start[], kmend_info_end[];
extern const struct kmend_abi_object kmend_objects_start[], kmend_objects_end[];
extern const struct kmend_abi_func kmend_funcs_start[], kmend_funcs_end[];
extern const struct kmend_abi_range kmend_ranges_start[], kmend_ranges_end[];
extern const struct kmend_abi_symbol kmend_symbols_start[], kmend_symbols_end[];
extern const struct kmend_abi_reloc kmend_relocs_start[], kmend_relocs_end[];
extern const struct kmend_abi_hook kmend_hooks_start[], kmend_hooks_end[];

/* The tool makes one for each function of this. */
asm(KMEND_JUMP(KMEND_ABI_JUMP, "0"));

static int __init kmend_patch_init(void)
{
	const struct kmend_abi_tables tables = {
		.info_start = kmend_info_start,
		.info_end = kmend_info_end,
		.objects_start = kmend_objects_start,
		.objects_end = kmend_objects_end,
		.funcs_start = kmend_funcs_start,
		.funcs_end = kmend_funcs_end,
		.ranges_start = kmend_ranges_start,
		.ranges_end = kmend_ranges_end,
		.symbols_start = kmend_symbols_start,
		.symbols_end = kmend_symbols_end,
		.relocs_start = kmend_relocs_start,
		.relocs_end = kmend_relocs_end,
		.hooks_start = kmend_hooks_start,
		.hooks_end = kmend_hooks_end,
	};

	return kmend_patch_register(THIS_MODULE, &tables);
}

/*
 * An enabled patch holds a reference to its module, so this runs only after
 * the patch was disabled and nobody can be inside its text any more.
 */
static void __exit kmend_patch_exit(void)
{
	kmend_patch_unregister(THIS_MODULE);
}

module_init(kmend_patch_init);
module_exit(kmend_patch_exit);
MODULE_LICENSE("GPL");
