/* SPDX-License-Identifier: GPL-2.0 */
/*
 * insns - in which instructions two functions differ
 */
#ifndef KMEND_DIFF_INSNS_H
#define KMEND_DIFF_INSNS_H

#include "diff/model.h"

struct insns {
	VEC(uint64_t) offs;	/* of instructions, from piece->base */
	VEC(uint64_t) hashes;	/* of what they do, not of where that is */
};

/** Does nothing to @ret beyond what does not decode. */
void insns_read(const struct piece *piece, bool patched, struct insns *ret);
void insns_deinit(struct insns *insns);

/**
 * Calls @see for each instruction that has no counterpart on the other side;
 * false: there are too many to tell.
 */
bool insns_differ(const struct insns *a, const struct insns *b,
		  void (*see)(void *data, bool patched, uint64_t off),
		  void *data);

#endif
