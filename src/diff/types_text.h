/* SPDX-License-Identifier: GPL-2.0 */
/*
 * types_text - the type of a member or variable, in a few words
 *
 * Two texts are equal if the compiler makes the same of the bytes, and if
 * what they refer to has the same name. Read: the DWARF of one object.
 */
#ifndef KMEND_DIFF_TYPES_TEXT_H
#define KMEND_DIFF_TYPES_TEXT_H

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/map.h"

struct type_texts {
	struct arena *arena;	/* the caller's; texts are in it */
	struct map memo[2];	/* offset of the DIE -> text: exact, by size */
	size_t n;		/* made so far */
};

void type_texts_init(struct type_texts *texts, struct arena *arena);
void type_texts_deinit(struct type_texts *texts);

/** The type that @die, a member or a variable, is of: "u32", "struct foo *" */
const char *type_text(struct type_texts *texts, Dwarf_Die *die);
/** Of a bit field, of which the size of the type does not matter. */
const char *type_text_bits(struct type_texts *texts, Dwarf_Die *die);
/** Can bytes of the one type be read as the other? */
bool type_texts_agree(const char *a, const char *b);

/**
 * The type that @die is of, without const, volatile and the like.
 *
 * @param ret_typedef  name of the last typedef on the way, or NULL.
 * @return             false: none (void), or a damaged file.
 */
bool die_bare_type(Dwarf_Die *die, Dwarf_Die *ret, const char **ret_typedef);

#endif
