/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake_bzimage - a kernel packed as the kernel's own build does it; include it
 * behind fake_image.h
 */
#ifndef KMEND_TESTS_FAKE_BZIMAGE_H
#define KMEND_TESTS_FAKE_BZIMAGE_H

#include <archive.h>
#include <archive_entry.h>
#include <lz4hc.h>
#include <lzo/lzo1x.h>

#define PAYLOAD_AT 0x500

/* Compress @b with one of libarchive's filters; bytes written at @out. */
static inline size_t pack(const struct built *b, int filter, uint8_t *out)
{
	struct archive *a = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	size_t used = 0;

	archive_write_add_filter(a, filter);
	archive_write_set_format_raw(a);
	archive_write_set_bytes_in_last_block(a, 1);
	archive_entry_set_filetype(entry, AE_IFREG);
	assert_true(archive_write_open_memory(a, out, ROOM, &used) ==
		    ARCHIVE_OK);
	assert_true(archive_write_header(a, entry) == ARCHIVE_OK);
	assert_true(archive_write_data(a, b->data, b->size) ==
		    (la_ssize_t)b->size);
	archive_entry_free(entry);
	archive_write_free(a);
	return used;
}

/* As "lz4 -l": a magic number, then blocks with their packed sizes. */
static inline size_t pack_lz4_legacy(const struct built *b, uint8_t *out)
{
	uint32_t magic = 0x184c2102, n;

	n = LZ4_compress_HC((const char *)b->data, (char *)out + 8, b->size,
			    ROOM, 9);
	assert_true(n > 0);
	memcpy(out, &magic, 4);
	memcpy(out + 4, &n, 4);
	return n + 8;
}

static inline uint8_t *put_be32(uint8_t *p, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*p++ = v >> shift;
	return p;
}

/* One block as lzop 1.04 writes it, with a checksum of what was packed. */
static inline uint8_t *put_lzop_block(const uint8_t *data, size_t size,
				      uint8_t *p)
{
	uint8_t *work = malloc(LZO1X_1_MEM_COMPRESS);
	uint8_t *packed = malloc(size + size / 16 + 67);
	lzo_uint n;

	lzo1x_1_compress(data, size, packed, &n, work);
	if (n >= size) {
		n = size;
		memcpy(packed, data, size);
	}
	p = put_be32(p, size);
	p = put_be32(p, n);
	p = put_be32(p, lzo_adler32(1, data, size));
	memcpy(p, packed, n);
	free(packed);
	free(work);
	return p + n;
}

/* As "lzop": a head, blocks, and a size of 0. The last block is stored. */
static inline size_t pack_lzop(const struct built *b, uint8_t *out)
{
	static const uint8_t head[] = {
		0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n',
		0x10, 0x40, 0x20, 0xa0, 0x09, 0x40,	/* versions */
		3, 9,					/* method, level */
		3, 0, 0, 1,				/* flags */
		0, 0, 0x81, 0xa4, 0, 0, 0, 0, 0, 0, 0, 0,
		4, 'n', 'a', 'm', 'e',
		0, 0, 0, 0,				/* checksum */
	};
	uint8_t *p = out + sizeof(head);
	size_t tail = 3, step = 64 * 1024, n;

	memcpy(out, head, sizeof(head));
	for (size_t off = 0; off < b->size; off += n) {
		n = b->size - tail - off;
		if (!n)
			n = tail;
		else if (n > step)
			n = step;
		p = put_lzop_block(b->data + off, n, p);
	}
	return put_be32(p, 0) - out;
}

/**
 * Put the boot header in front of @len bytes that are at out + PAYLOAD_AT.
 *
 * @param size  of the kernel when unpacked, to be appended; 0 for gzip, which
 *              has it of its own.
 * @return      bytes of the whole file.
 */
static inline size_t boot_header(uint8_t *out, uint32_t len, uint32_t size)
{
	uint32_t off = PAYLOAD_AT - 0x400;

	if (size) {
		memcpy(out + PAYLOAD_AT + len, &size, 4);
		len += 4;
	}
	out[0x1f1] = 1;
	memcpy(out + 0x1fe, "\x55\xaaxxHdrS\x0f\x02", 10);
	memcpy(out + 0x248, &off, 4);
	memcpy(out + 0x24c, &len, 4);
	return PAYLOAD_AT + len;
}

#endif
