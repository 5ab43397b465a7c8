/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inspect_html - a page for whoever reviews a patch module
 */
#ifndef KMEND_CLI_INSPECT_HTML_H
#define KMEND_CLI_INSPECT_HTML_H

#include "base/err.h"
#include "control/patch_file.h"

/**
 * Write a page with the old and the new code of all functions side by side.
 * It needs nothing but itself. The old code comes from the kernel's packages
 * in the cache, which must be those of the patch's build ID.
 *
 * @param kernel  which of the cache, as kernel_open() takes it; NULL: the
 *                release that the patch is for.
 * @param out     the file; written whole, or not at all.
 */
struct err *inspect_html(const struct patch_file *file, const char *kernel,
			 const char *out) __must_check;

#endif
