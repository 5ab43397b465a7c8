/* SPDX-License-Identifier: GPL-2.0 */
/*
 * types_members - what a struct, union, enum or variable consists of
 */
#ifndef KMEND_DIFF_TYPES_MEMBERS_H
#define KMEND_DIFF_TYPES_MEMBERS_H

#include "diff/types.h"
#include "diff/types_text.h"

struct member_reader {
	struct type_texts texts;
	size_t n;		/* DIEs read so far */
};

/** "struct", "union", "enum", or NULL. */
const char *type_kind(int tag);
/** A constant of a DIE; one without a sign may be large. */
bool die_number(Dwarf_Die *die, unsigned int at, uint64_t *ret);

/** The members of a struct, union or enum are added to @ret. */
void members_of_type(struct member_reader *r, Dwarf_Die *die,
		     struct type *ret);
/** The variable itself is added to @ret, then what has no name of its own. */
void members_of_variable(struct member_reader *r, Dwarf_Die *die,
			 struct type *ret);

#endif
