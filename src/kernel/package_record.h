/* SPDX-License-Identifier: GPL-2.0 */
/*
 * package_record - the kernels that are complete in the cache
 */
#ifndef KMEND_KERNEL_PACKAGE_RECORD_H
#define KMEND_KERNEL_PACKAGE_RECORD_H

#include "kernel/package.h"
#include "kernel/package_choose.h"

/**
 * Note that @dir is complete. Nothing is a kernel of the cache before.
 *
 * @param source  an own source directory, or NULL if it is DIR/source.
 */
struct err *record_write(const char *dir, const struct packages *packages,
			 const char *source) __must_check;

/**
 * The kernel in @dir; an error if it is not, or no longer, complete. Of one
 * that has @own no other paths are set.
 */
struct err *record_read(const char *dir, struct kernel **ret) __must_check;

/** Has this kernel a source of its own, from --source? */
bool kernel_has_own_source(const struct kernel *kernel);

#endif
