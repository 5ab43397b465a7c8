/* SPDX-License-Identifier: GPL-2.0 */
/*
 * checksum - does a patch module have the bytes that it was built with?
 *
 * The build writes the sum, as the first string of .kmend.info; whoever reads
 * the module compares. docs/decisions/checksum.md says what that is good for.
 */
#ifndef KMEND_ELF_CHECKSUM_H
#define KMEND_ELF_CHECKSUM_H

#include <stdbool.h>
#include <stddef.h>

#define CHECKSUM_HEX	32
/* What stands in a module whose sum is not written yet. */
#define CHECKSUM_ZEROS	"00000000000000000000000000000000"

/* To whoever has a damaged file. */
#define CHECKSUM_ADVICE	\
	"copy it again from where it was built, or build it again"

/**
 * Where are the digits of the sum? They are found by the strings around them,
 * so that no header of a damaged file needs to be right.
 *
 * @return  offset in the file; 0: it has none.
 */
size_t checksum_find(const char *data, size_t size);

/**
 * The sum of a module: over all of the file up to a signature, where its own
 * digits count as zeros.
 *
 * @param at  what checksum_find() says.
 */
void checksum_make(const char *data, size_t size, size_t at,
		   char ret[CHECKSUM_HEX + 1]);

#endif
