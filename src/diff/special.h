/* SPDX-License-Identifier: GPL-2.0 */
/*
 * special - what the kernel makes of a section, one row each
 *
 * Every section of an object is looked up once, when it is read; every later
 * question is a column, never a name. An allocated section without a row is
 * refused: nobody knows what the kernel would make of it.
 */
#ifndef KMEND_DIFF_SPECIAL_H
#define KMEND_DIFF_SPECIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "elf/obj.h"

enum special_act {
	SP_TEXT,	/* functions */
	SP_DATA,	/* variables, constants, strings */
	SP_KEEP,	/* a table; the entries of included code go along */
	SP_FIXED,	/* read at boot: a change of it cannot be applied */
	SP_DROP,	/* of no use in a patch, or made anew when it links */
	SP_OPAQUE,	/* loaded, and nobody knows what for */
};

/* What happens to an entry of an included function besides SP_KEEP. */
enum special_rule {
	RULE_NONE,
	RULE_LOAD,	/* turn the constant into a load of its variable */
	RULE_REFUSE,	/* no such entry can live in a patch */
};

struct special {
	const char *name;	/* a '*' at its end stands for anything */
	enum special_act act;
	const char *what;	/* what an author calls it, for findings */

	/* tables: an entry is @size bytes; 0: told by @relocs, see @width */
	const char *entry;	/* the kernel's struct */
	uint32_t size;
	uint32_t other_sizes[2];	/* of other kernels */
	uint32_t abs_size;	/* if its fields are addresses, not distances */
	uint32_t relocs;	/* relocations of an entry, when @size is 0 */
	uint32_t owner;		/* field of an entry that points at code */
	const char *pair;	/* section that the entry at +4 points into */

	/* bits that are no change by themselves: line numbers */
	uint32_t line_off;
	uint64_t line_mask;

	enum special_rule rule;
	bool stays;		/* the kernel goes on with what it has */
	bool init;		/* gone once the kernel has booted */
	bool percpu;
	bool readonly;		/* data that nobody writes to */
	bool packed;		/* no gaps between what is kept of it */
	bool copy;		/* an object that differs is another object */
	bool hook;		/* for who loads the patch: carried if new */
	bool unheard;		/* a hook that kmend does not call */
	bool ftrace;		/* entries are ftrace locations */
	bool lines;		/* DWARF's line table */
	bool types;		/* DWARF's types */
	bool exports;		/* entries are what modules may use */
	bool marks;		/* what the patch's author says */
	bool place;		/* a place in the source: file, line, column;
				 * if it begins with a pointer */
	bool ids;		/* BTF IDs that are filled in later */
	bool prefix;		/* entries are where padding before a function
				 * begins */
};

/** The row of a section; NULL if it is not loaded and has none. */
const struct special *special_find(const struct sec *sec);

/** Equal for rows between which a thing may move without being another. */
unsigned int special_kind(const struct special *row);

/** What is behind the name's fixed part: "x" for runtime_ptr_x. */
const char *special_tail(const struct sec *sec);

/** The row of what is loaded and has no other. */
extern const struct special special_opaque;

extern const struct special specials[];
extern const size_t n_specials;

#endif
