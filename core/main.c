// SPDX-License-Identifier: GPL-2.0
/* main - the core comes up in order and goes down in reverse */
#include <linux/init.h>
#include <linux/module.h>

#include "direct.h"
#include "object.h"
#include "pending.h"

static int __init kmend_init(void)
{
	int ret;

	kmend_shadow_init();
	ret = kmend_symbol_init() ?: kmend_target_core();
	if (ret)
		return ret;
	ret = kmend_scan_init();
	if (ret)
		return ret;
	ret = kmend_dirty_init();
	if (ret)
		return ret;
	kmend_watch_init();
	ret = kmend_stop_init();
	if (ret)
		return ret;
	kmend_claim_init();
	kmend_stay_init();
	ret = kmend_share_init();
	if (ret)
		return ret;
	ret = kmend_sysfs_init();
	if (ret)
		return ret;
	ret = kmend_life_init();
	if (ret)
		goto err_sysfs;
	ret = kmend_refs_init() ?: kmend_module_init();
	if (ret)
		goto err_life;
	ret = kmend_dying_init();
	if (ret)
		goto err_module;
	ret = kmend_redirect_init();
	if (ret)
		goto err_dying;
	pr_info("kmend: version %s, ABI %d\n", KMEND_VERSION,
		KMEND_ABI_VERSION);
	return 0;

err_dying:
	kmend_dying_deinit();
err_module:
	kmend_module_deinit();
err_life:
	kmend_life_deinit();
err_sysfs:
	kmend_sysfs_deinit();
	return ret;
}

/* Patch modules use our symbols, so no patch is registered here. */
static void __exit kmend_exit(void)
{
	kmend_stay_for_ever(0);		/* before anything is undone */
	kmend_life_deinit();
	kmend_shadow_deinit();
	kmend_redirect_deinit();
	kmend_direct_deinit();
	kmend_dying_deinit();
	kmend_module_deinit();
	kmend_sysfs_deinit();
}

module_init(kmend_init);
module_exit(kmend_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("kmend: live patching, the core");
MODULE_VERSION(KMEND_VERSION);
MODULE_INFO(kmend_abi, __stringify(KMEND_ABI_VERSION));
