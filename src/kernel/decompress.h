/* SPDX-License-Identifier: GPL-2.0 */
/*
 * decompress - what kernels and modules are packed with
 *
 * gzip, xz, lzma, bzip2, zstd, lz4 (also its old frame, which the kernel's
 * build uses) and lzop; told by their first bytes, not by a name.
 */
#ifndef KMEND_KERNEL_DECOMPRESS_H
#define KMEND_KERNEL_DECOMPRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/** Is it the beginning of an lzop file? lzop.c */
bool lzop_is(const uint8_t *data, size_t size);

/**
 * Unpack an lzop file. lzop.c
 *
 * @param out   @room bytes.
 * @param ret   bytes that it had, at most @room; more is an error.
 */
struct err *lzop_unpack(const uint8_t *data, size_t size, uint8_t *out,
			size_t room, size_t *ret) __must_check;

/**
 * Unpack what must have exactly @out_size bytes, or more: the rest is left.
 *
 * @param out_size  refused if no packer could have made so much of @size.
 * @param ret       of @arena.
 */
struct err *decompress(const uint8_t *data, size_t size, size_t out_size,
		       struct arena *arena, uint8_t **ret) __must_check;

/**
 * Unpack all of what tells its size only by ending.
 *
 * @param ret  malloc()ed.
 */
struct err *decompress_all(const uint8_t *data, size_t size, uint8_t **ret,
			   size_t *ret_size) __must_check;

#endif
