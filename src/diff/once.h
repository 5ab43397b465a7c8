/* SPDX-License-Identifier: GPL-2.0 */
/*
 * once - where the code is that is run once
 */
#ifndef KMEND_DIFF_ONCE_H
#define KMEND_DIFF_ONCE_H

#include "diff/model.h"

/* References of one function; [from, to) are about one state. */
struct site {
	const struct piece *func;
	size_t from, to;
	struct piece *flag, *key;	/* NULL: it has none */
};

struct sites {
	VEC(struct site) list;
};

/** Is it a variable of that name, in any function? */
bool once_is_named(const struct piece *piece, const char *base);
/** May the address be that of what is set? */
bool once_is_set(const struct site *site, const struct ref *ref);
/** What each __do_once_done() of the side ends. */
void once_sites_find(const struct side *side, struct sites *ret);
/**
 * Flags and keys of functions that ask __do_once_start() for a flag that no
 * site has, and that use a new variable: whether it is set is not known.
 */
void once_blind_find(const struct side *side, const struct sites *sites,
		     struct sites *ret);

#endif
