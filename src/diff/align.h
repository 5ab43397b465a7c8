/* SPDX-License-Identifier: GPL-2.0 */
/* What two functions refer to, in order: pass_align.c pairs by it. */
#ifndef KMEND_DIFF_ALIGN_H
#define KMEND_DIFF_ALIGN_H

#include <stdint.h>

#include "base/vec.h"
#include "diff/model.h"

struct label {
	uint64_t hash;
	struct piece *loose;	/* what could be paired, or NULL */
};

struct labels {
	VEC(struct label) list;
	size_t n_loose;
};

/**
 * Where one of several variables came or went, nothing is loose any more of
 * which it is not certain what it was.
 *
 * @param a, b  of a function before and after.
 */
void labels_doubt(struct labels *a, struct labels *b);

#endif
