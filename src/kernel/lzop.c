// SPDX-License-Identifier: GPL-2.0
/*
 * lzop - files of lzop, which CONFIG_KERNEL_LZO packs kernels with
 *
 * A head with the packer's version, flags and a file's name; then blocks,
 * each with its sizes before and after, checksums as the flags say, and LZO1X
 * data or, if that did not help, the bytes themselves; a size of 0 ends it.
 * All numbers are big-endian.
 */
#include <lzo/lzo1x.h>
#include <string.h>

#include "kernel/decompress.h"

static const uint8_t magic[] = {
	0x89, 'L', 'Z', 'O', 0, '\r', '\n', 0x1a, '\n',
};

/* Flags of the head. */
#define ADLER32_D 0x1	/* of a block's unpacked bytes */
#define ADLER32_C 0x2	/* of its packed bytes */
#define EXTRA_FIELD 0x40
#define CRC32_D 0x100
#define CRC32_C 0x200
#define FILTER 0x800

/* From this version on the head has three fields more. */
#define VERSION_LONG_HEAD 0x940

struct cursor {
	const uint8_t *p, *end;
	bool bad;		/* something was behind the end */
};

static const uint8_t *take(struct cursor *c, size_t size)
{
	const uint8_t *p = c->p;

	if ((size_t)(c->end - c->p) < size) {
		c->bad = true;
		return NULL;
	}
	c->p += size;
	return p;
}

static uint32_t take_number(struct cursor *c, size_t size)
{
	const uint8_t *p = take(c, size);
	uint32_t v = 0;

	for (size_t i = 0; p && i < size; i++)
		v = v << 8 | p[i];
	return v;
}

bool lzop_is(const uint8_t *data, size_t size)
{
	return size >= sizeof(magic) && !memcmp(data, magic, sizeof(magic));
}

/* Moves behind the head; its flags. */
static uint32_t head_read(struct cursor *c)
{
	uint32_t version, flags;
	bool is_long;

	take(c, sizeof(magic));
	version = take_number(c, 2);
	is_long = version >= VERSION_LONG_HEAD;
	take(c, 2);				/* of the library */
	take(c, is_long ? 2 : 0);		/* needed to unpack */
	take(c, is_long ? 2 : 1);		/* method, level */
	flags = take_number(c, 4);
	take(c, flags & FILTER ? 4 : 0);
	take(c, is_long ? 12 : 8);		/* mode, time */
	take(c, take_number(c, 1));		/* name */
	take(c, 4);				/* checksum */
	if (flags & EXTRA_FIELD)
		take(c, (size_t)take_number(c, 4) + 4);
	return flags;
}

/* One block of @size bytes, to @out; false if it is damaged. */
static bool block_unpack(struct cursor *c, uint32_t flags, uint8_t *out,
			 uint32_t size)
{
	uint32_t packed = take_number(c, 4), sum = 0;
	const uint8_t *data;
	lzo_uint n = size;

	if (flags & ADLER32_D)
		sum = take_number(c, 4);
	take(c, flags & CRC32_D ? 4 : 0);
	if (packed < size) {
		take(c, flags & ADLER32_C ? 4 : 0);
		take(c, flags & CRC32_C ? 4 : 0);
	}
	data = take(c, packed);
	if (c->bad || packed > size)
		return false;
	if (packed == size)
		memcpy(out, data, size);
	else if (lzo1x_decompress_safe(data, packed, out, &n, NULL) !=
			 LZO_E_OK || n != size)
		return false;
	return !(flags & ADLER32_D) || lzo_adler32(1, out, size) == sum;
}

struct err *lzop_unpack(const uint8_t *data, size_t size, uint8_t *out,
			size_t room, size_t *ret)
{
	struct cursor c = { .p = data, .end = data + size };
	uint32_t flags = head_read(&c), block;
	size_t done = 0;

	for (;;) {
		block = take_number(&c, 4);
		if (c.bad)
			return err_new(ERR_FAILED, "lzop data end early");
		if (!block)
			break;
		if (block > room - done)
			return err_new(ERR_FAILED, "lzop data of more than "
				       "%zu bytes", room);
		if (!block_unpack(&c, flags, out + done, block))
			return err_new(ERR_FAILED, "lzop data are damaged "
				       "at byte %zu", (size_t)(c.p - data));
		done += block;
	}
	*ret = done;
	return NULL;
}
