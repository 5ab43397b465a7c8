/* SPDX-License-Identifier: GPL-2.0 */
/*
 * trust - files that only root, or who runs us, can have written
 *
 * A directory or file is trusted if it belongs to root or to the effective
 * user, and neither its group nor others can write it. A sticky directory
 * that all can write, such as /tmp, is good enough above a trusted directory
 * only: nobody else can move that away. All directories on the way count,
 * and those behind symbolic links. What is of a FUSE file system is not.
 */
#ifndef KMEND_CONTROL_TRUST_H
#define KMEND_CONTROL_TRUST_H

#include <stddef.h>

#include "base/err.h"

/**
 * Read a regular file if it and the way to it are trusted. What is read is
 * the file that was looked at.
 *
 * @param ret       malloc()ed, with a NUL behind the last byte.
 * @param ret_size  bytes without that NUL.
 * @return          NULL, or who else can write what; err_errnum() is set
 *                  only if the way cannot be walked.
 */
struct err *trust_read(const char *path, char **ret, size_t *ret_size)
	__must_check;

/** Are a directory and the way to it trusted? It may not be a sticky one. */
struct err *trust_dir(const char *path) __must_check;

#endif
