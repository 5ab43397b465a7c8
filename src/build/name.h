/* SPDX-License-Identifier: GPL-2.0 */
/*
 * name - what a patch is called
 */
#ifndef KMEND_BUILD_NAME_H
#define KMEND_BUILD_NAME_H

#include "base/arena.h"
#include "base/err.h"

/**
 * The name of a patch: of its module's file, "kmend-NAME.ko", if that is
 * given, else of the first diff, "0001-NAME.patch".
 *
 * @param out    path of the module, or NULL.
 * @param patch  path of the first diff.
 * @param ret    1 to KMEND_ABI_NAME_MAX characters out of [a-z0-9_-].
 * @return       NULL, or ERR_USAGE when nothing is left for a name.
 */
struct err *patch_name(struct arena *arena, const char *out, const char *patch,
		       const char **ret) __must_check;

#endif
