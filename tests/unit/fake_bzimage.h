/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake_bzimage - a kernel packed as the kernel's own build does it; include it
 * behind fake_image.h
 */
#ifndef KMEND_TESTS_FAKE_BZIMAGE_H
#define KMEND_TESTS_FAKE_BZIMAGE_H

#include <archive.h>
#include <archive_entry.h>

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
