/* SPDX-License-Identifier: GPL-2.0 */
/*
 * types - layouts of the types and variables of an object, from its DWARF
 */
#ifndef KMEND_DIFF_TYPES_H
#define KMEND_DIFF_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

/*
 * A member, those of structs without a name among them ("temp.pos"); or a
 * constant of an enum. The first member of a variable is the variable itself.
 */
struct type_member {
	const char *name;
	const char *what;	/* its type, types_text.h; of an enum: "" */
	uint64_t off;		/* in bits; of an enum: the value */
	uint64_t size;		/* in bits; of an enum: 0 */
};

struct type {
	const char *kind;	/* "struct", "union", "enum", "variable" */
	const char *name;
	const char *func;	/* that it is declared in, or NULL */
	unsigned int nth;	/* of its name in that function, from 0 */
	bool unnamed;		/* an enum, called after its first constant */
	uint64_t size;		/* in bytes */
	VEC(struct type_member) members;
	/* what the unit says of where objects of it are */
	bool in_frame;		/* a variable, parameter or result */
	bool pointed;		/* there are pointers to it */
	bool lasting;		/* of a header, in or behind another type or
				 * a variable with a place of its own */
};

struct type_list {
	struct type **v;
	size_t n, room;
};

struct types {
	struct arena *arena;
	struct type_list list;		/* in order of the DWARF */
	struct type_list variables;	/* with a place of their own */
	struct map by_name;		/* all, by kind, name and function */
	struct map constants;		/* of enums without a name */
};

/**
 * Read the complete types and the variables of the first unit of an object
 * file.
 *
 * @param path  a file whose DWARF cannot be read has no types: they only
 *              serve to find reasons against a patch.
 */
struct types *types_read(const char *path);
/** NULL is fine. */
void types_destroy(struct types *types);

/** What is of that kind and name, in the same function; or NULL. */
const struct type *types_find(const struct types *types,
			      const struct type *like);
/** As types_find(), but what was a struct may be a union now. */
const struct type *types_find_tag(const struct types *types,
				  const struct type *like);
/** A constant of an enum without a name; NULL: there is none. */
const struct type_member *types_find_constant(const struct types *types,
					      const struct type *of,
					      const char *name);

#endif
