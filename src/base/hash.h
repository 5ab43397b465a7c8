/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hash - the sum by which people compare files
 */
#ifndef KMEND_BASE_HASH_H
#define KMEND_BASE_HASH_H

#include <stddef.h>

#include "base/err.h"

#define SHA256_HEX	(2 * 32 + 1)

/** SHA-256 of a whole file in lower hex, as sha256sum(1) says it. */
struct err *file_sha256(const char *path, char ret[SHA256_HEX]) __must_check;
/** The same of bytes in memory. */
void bytes_sha256(const void *data, size_t size, char ret[SHA256_HEX]);

#endif
