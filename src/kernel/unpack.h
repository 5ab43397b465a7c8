/* SPDX-License-Identifier: GPL-2.0 */
/*
 * unpack - Debian packages into directories, without installing them
 */
#ifndef KMEND_KERNEL_UNPACK_H
#define KMEND_KERNEL_UNPACK_H

#include "base/err.h"

/** The files of one package into @root, which is made if need be. */
struct err *unpack_deb(const char *deb, const char *root) __must_check;

/**
 * The source tree that a linux-source package carries as a tar file.
 *
 * @param dir  becomes the tree; whole or not at all.
 */
struct err *unpack_source(const char *deb, const char *series,
			  const char *dir) __must_check;

/**
 * Make unpacked headers usable where they are, and wherever @root is moved:
 * what leads to /usr/src, in the Makefile and in the links of the modules'
 * directory, leads into @root then.
 */
struct err *unpack_relocate(const char *root, const char *release)
	__must_check;

#endif
