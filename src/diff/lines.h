/* SPDX-License-Identifier: GPL-2.0 */
/*
 * lines - which source line an instruction comes from (DWARF 2 to 5)
 */
#ifndef KMEND_DIFF_LINES_H
#define KMEND_DIFF_LINES_H

#include "elf/obj.h"

struct line_row {
	const struct sec *sec;
	uint64_t addr;		/* in the section */
	uint32_t line;
	uint32_t order;		/* in the table */
};

struct lines {
	VEC(struct line_row) rows;	/* by section, then as in the table */
};

/**
 * Read a line table. What is damaged or of another version is left out: the
 * caller takes a line only as a reason to trust less.
 *
 * @param sec  the section that has it.
 * @param ret  caller's; rows are added. vec_deinit(&ret->rows) when done.
 */
void lines_read(const struct sec *sec, struct lines *ret);
/** Brings rows into order, when all are read. */
void lines_sort(struct lines *lines);
/** Index of the first row that is about @sec, if any is. */
size_t lines_first(const struct lines *lines, const struct sec *sec);

#endif
