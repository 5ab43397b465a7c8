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
	bool text;		/* a string */
};

struct labels {
	VEC(struct label) list;
	size_t n_loose;
};

/**
 * The table of longest common parts.
 *
 * @return  malloc()ed; [i * (m + 1) + j] is the length of that of a[i..] and
 *          b[j..], for i up to n and j up to m.
 */
uint32_t *labels_common(const struct label *a, size_t n,
			const struct label *b, size_t m);

/**
 * Where one of several variables came or went, nothing is loose any more of
 * which it is not certain what it was.
 *
 * @param a, b  of a function before and after.
 */
void labels_doubt(struct labels *a, struct labels *b);

#endif
