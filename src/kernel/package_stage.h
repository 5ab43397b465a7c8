/* SPDX-License-Identifier: GPL-2.0 */
/*
 * package_stage - fetch and unpack the packages of one kernel, by stages
 */
#ifndef KMEND_KERNEL_PACKAGE_STAGE_H
#define KMEND_KERNEL_PACKAGE_STAGE_H

#include "kernel/package_choose.h"

/**
 * Make DIR/root (image, headers, kbuild) and, if wanted, DIR/source. Each
 * appears whole or not at all; one that is there is left alone. The caller
 * holds the lock of @dir. What was fetched stays in DIR/debs on failure.
 */
struct err *package_stages(const struct packages *packages, const char *dir,
			   bool with_source) __must_check;

/**
 * Is this source the one that the headers were made of? Every file of the
 * common headers must be in the source, byte for byte.
 */
struct err *package_verify(const char *root, const char *common,
			   const char *source) __must_check;

#endif
