/* SPDX-License-Identifier: GPL-2.0 */
/*
 * install_check - may a patch be installed beside what is installed?
 */
#ifndef KMEND_CONTROL_INSTALL_CHECK_H
#define KMEND_CONTROL_INSTALL_CHECK_H

#include "control/install.h"
#include "control/patch_file.h"

/**
 * Check a patch against the kernel that will boot, and against the patches
 * that are installed for it.
 *
 * @param dir  of the store, for the release of the patch; maybe not there.
 * @return     NULL, or why it may not be installed.
 */
struct err *install_check(const struct control_env *env, struct arena *arena,
			  const struct patch_file *file, const char *dir,
			  const struct install_options *opt) __must_check;

#endif
