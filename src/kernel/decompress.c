// SPDX-License-Identifier: GPL-2.0
/*
 * decompress - what kernels and modules are packed with
 *
 * libarchive knows all but lzop. What a file claims to become is bounded by
 * what it is: a few bytes must not take all memory.
 */
#include "kernel/decompress.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

/* Kernels and modules shrink to a fifth or so. */
#define RATIO_MAX 64
#define SLACK (1u << 20)
#define CHUNK (256u << 10)

static uint64_t size_max(size_t packed)
{
	return (uint64_t)packed * RATIO_MAX + SLACK;
}

static void unpacker_cleanup(struct archive **a)
{
	if (*a)
		archive_read_free(*a);
}
#define _cleanup_unpacker_ __attribute__((cleanup(unpacker_cleanup)))

static struct err *failed(struct archive *a)
{
	return err_new(ERR_FAILED, "cannot decompress: %s",
		       archive_error_string(a));
}

static struct err *unpacker_open(const uint8_t *data, size_t size,
				 struct archive **ret)
{
	_cleanup_unpacker_ struct archive *a = archive_read_new();
	struct archive_entry *entry;

	if (!a)
		return err_new(ERR_FAILED, "cannot set up decompression");
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_lzma(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_lz4(a);
	archive_read_support_filter_zstd(a);
	archive_read_support_format_raw(a);
	if (archive_read_open_memory(a, data, size) ||
	    archive_read_next_header(a, &entry) != ARCHIVE_OK)
		return failed(a);
	*ret = take_ptr(a);
	return NULL;
}

/* Up to @room bytes; fewer only at the end. */
static struct err *unpacker_read(struct archive *a, uint8_t *out, size_t room,
				 size_t *ret)
{
	size_t done = 0;
	la_ssize_t n;

	while (done < room) {
		n = archive_read_data(a, out + done, room - done);
		if (n < 0)
			return failed(a);
		if (n == 0)
			break;
		done += (size_t)n;
	}
	*ret = done;
	return NULL;
}

struct err *decompress(const uint8_t *data, size_t size, size_t out_size,
		       struct arena *arena, uint8_t **ret)
{
	_cleanup_unpacker_ struct archive *a = NULL;
	struct err *err;
	uint8_t *out;
	size_t n = 0;

	if (out_size > size_max(size))
		return err_new(ERR_FAILED, "damaged: %zu bytes, packed into "
			       "%zu", out_size, size);
	out = arena_alloc(arena, out_size);
	if (lzop_is(data, size)) {
		err = lzop_unpack(data, size, out, out_size, &n);
	} else {
		err = unpacker_open(data, size, &a);
		if (!err)
			err = unpacker_read(a, out, out_size, &n);
	}
	if (!err && n < out_size)
		err = err_new(ERR_FAILED, "compressed data end early: %zu of "
			      "%zu bytes", n, out_size);
	if (err)
		return err;
	*ret = out;
	return NULL;
}

struct err *decompress_all(const uint8_t *data, size_t size, uint8_t **ret,
			   size_t *ret_size)
{
	_cleanup_unpacker_ struct archive *a = NULL;
	_cleanup_free_ uint8_t *out = NULL;
	size_t done = 0, n = CHUNK;
	struct err *err;

	err = unpacker_open(data, size, &a);
	if (err)
		return err;
	/* doubled each time, so not copied often */
	for (size_t room = CHUNK; n; room *= 2) {
		if (done > size_max(size))
			return err_new(ERR_FAILED, "damaged: more than %zu "
				       "bytes, packed into %zu", done, size);
		out = xrealloc(out, room);
		err = unpacker_read(a, out + done, room - done, &n);
		if (err)
			return err;
		done += n;
		if (done < room)
			break;
	}
	*ret = take_ptr(out);
	*ret_size = done;
	return NULL;
}
