/* SPDX-License-Identifier: GPL-2.0 */
/*
 * module - a kernel's module, as it is on disk
 */
#ifndef KMEND_KERNEL_MODULE_H
#define KMEND_KERNEL_MODULE_H

#include "elf/obj.h"

/**
 * Read a module, packed (.ko.xz, .ko.gz, .ko.zst) or not.
 *
 * A signature behind it is not looked at.
 *
 * @param ret  caller's to obj_destroy(); untouched on failure.
 */
struct err *module_read(const char *path, struct obj **ret) __must_check;

#endif
