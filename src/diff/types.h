/* SPDX-License-Identifier: GPL-2.0 */
/*
 * types - layouts of the named types of an object, from its DWARF
 */
#ifndef KMEND_DIFF_TYPES_H
#define KMEND_DIFF_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

/* A member, those of anonymous members among them; or a constant of an enum. */
struct type_member {
	const char *name;	/* "" for an unnamed one, like padding bits */
	uint64_t off;		/* in bits; of an enum: the value */
	uint64_t size;		/* in bits; of an enum: 0 */
};

struct type {
	const char *kind;	/* "struct", "union", "enum" */
	const char *name;
	uint64_t size;		/* in bytes */
	VEC(struct type_member) members;
	/* what the unit says of where objects of it are */
	bool in_frame;		/* a variable of a function */
	bool pointed;		/* there are pointers to it */
	bool lasting;		/* of a header, in or behind another type or
				 * a variable with a place of its own */
};

struct types {
	struct arena *arena;
	VEC(struct type *) list;	/* in order of the DWARF */
	struct map by_name;		/* "struct name" -> struct type * */
};

/**
 * Read the complete, named types of the first unit of an object file.
 *
 * @param path  a file whose DWARF cannot be read has no types: they only
 *              serve to find reasons against a patch.
 */
struct types *types_read(const char *path);
/** NULL is fine. */
void types_destroy(struct types *types);

/** The type of that kind and name, or NULL. */
const struct type *types_find(const struct types *types,
			      const struct type *like);

#endif
