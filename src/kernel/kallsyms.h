/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kallsyms - the kernel's own symbol table, read out of its image
 */
#ifndef KMEND_KERNEL_KALLSYMS_H
#define KMEND_KERNEL_KALLSYMS_H

#include "kernel/facts.h"

/* Where the tables are; all pointers into the image, all within bounds. */
struct kallsyms {
	uint32_t n;
	const uint8_t *offsets;		/* n * 4 bytes */
	uint64_t relative_base;
	const uint8_t *names, *names_end;
	const uint8_t *seqs;		/* n * 3 bytes: indices by name */
	const char *tokens[256];
	uint16_t token_len[256];
};

/**
 * Find the tables in an image that has no symbols.
 *
 * Known are the layouts of Linux 6.1 (addresses first) and of 6.4 and later
 * (addresses behind the tokens). The tables point at each other so often that
 * a wrong place cannot pass; an unknown layout is an error.
 */
struct err *kallsyms_find(const struct image *image, struct kallsyms *ret)
	__must_check;

/**
 * Decode all symbols into facts->ksyms, in the kernel's order, with sympos,
 * and facts->by_name; fails unless they agree with the image.
 */
struct err *kallsyms_read(struct facts *facts) __must_check;

#endif
