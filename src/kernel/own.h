/* SPDX-License-Identifier: GPL-2.0 */
/*
 * own - a kernel of one's own, in the directory in which it was built
 */
#ifndef KMEND_KERNEL_OWN_H
#define KMEND_KERNEL_OWN_H

#include "base/arena.h"
#include "kernel/package.h"

/**
 * Does @what mean a build directory? It does if it is a path, and if it is a
 * release that is not Debian's whose modules tell where it was built.
 *
 * @return  the directory, of @arena; NULL: it names a kernel of Debian's.
 */
const char *own_dir(struct arena *arena, const char *what);

/**
 * Read what a kernel's build has left in @dir, whether it was built in its
 * source or with make O=. Nothing is written there.
 *
 * @param ret  caller's to kernel_destroy(); @own is set. What is kept for it
 *             lies in the cache, and goes when the kernel is built anew.
 * @return     NULL, or what is missing.
 */
struct err *own_open(const char *dir, struct kernel **ret) __must_check;

/**
 * Is the image what the other files in the directory are of? vmlinux, if it
 * is still there, must have the build ID of the image.
 */
struct err *own_check(const struct kernel *kernel, const char *build_id)
	__must_check;

#endif
