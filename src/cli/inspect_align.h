/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inspect_align - which lines of the old code are which of the new
 */
#ifndef KMEND_CLI_INSPECT_ALIGN_H
#define KMEND_CLI_INSPECT_ALIGN_H

#include "cli/inspect_code.h"

struct code_row {
	const struct code_line *old, *new;	/* NULL: none on that side */
	bool same;
};

struct code_rows {
	VEC(struct code_row) list;
	size_t gone, added;	/* lines that only one side has */
};

/** Rows for two columns; the fewest lines that differ. Lines stay theirs. */
void code_align(const struct code_lines *old, const struct code_lines *new,
		struct code_rows *ret);

#endif
