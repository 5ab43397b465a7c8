/* SPDX-License-Identifier: GPL-2.0 */
/*
 * image - the kernel's ELF file, out of the vmlinuz that the machine boots
 */
#ifndef KMEND_KERNEL_IMAGE_H
#define KMEND_KERNEL_IMAGE_H

#include "base/arena.h"
#include "kernel/facts.h"

/**
 * Unpack a bzImage, or take a plain ELF vmlinux as it is.
 *
 * @param path   the file; read whole, closed here.
 * @param arena  what the image's bytes come from.
 * @param ret    filled on success only.
 * @return       NULL, or what is wrong with the file.
 */
struct err *image_load(const char *path, struct arena *arena,
		       struct image *ret) __must_check;

/** The build ID of an ELF kernel, of which no more is read. */
struct err *image_build_id(const char *vmlinux, char ret[65]) __must_check;

/* A run of addresses that one program header of the image loads. */
struct image_range {
	uint64_t addr, size;	/* in memory */
	uint64_t off, file_size; /* in the image */
	bool exec;
};

/** The @n-th loaded range in order of the file; false when there is none. */
bool image_range(const struct image *image, size_t n,
		 struct image_range *ret);

/**
 * The allocated section that @addr lies in, by the section headers.
 *
 * @param ret_end  its end; the end of the loaded range if there are no
 *                 headers. Untouched when @addr is nowhere.
 */
bool image_section_end(const struct image *image, uint64_t addr,
		       uint64_t *ret_end);

/** Is @addr in memory that the image loads or zeroes (.bss as well)? */
bool image_has(const struct image *image, uint64_t addr);

#endif
