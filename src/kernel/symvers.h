/* SPDX-License-Identifier: GPL-2.0 */
/*
 * symvers - what the kernel and its modules export, from Module.symvers
 */
#ifndef KMEND_KERNEL_SYMVERS_H
#define KMEND_KERNEL_SYMVERS_H

#include "kernel/facts.h"

/** Read @path into facts->exports; strings come from the facts' arena. */
struct err *symvers_read(const char *path, struct facts *facts) __must_check;

#endif
