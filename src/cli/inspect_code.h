/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inspect_code - machine code as lines that a person can compare
 */
#ifndef KMEND_CLI_INSPECT_CODE_H
#define KMEND_CLI_INSPECT_CODE_H

#include "base/arena.h"
#include "base/vec.h"
#include "elf/obj.h"
#include "kernel/facts.h"

/* Names in a line's text stand between these two. */
#define CODE_NAME_BEGIN	'\1'
#define CODE_NAME_END	'\2'

struct code_line {
	uint64_t off;		/* in the function */
	const char *text;	/* AT&T, with names for addresses */
	const char *key;	/* equal if it does the same elsewhere */
};

struct code_lines {
	VEC(struct code_line) list;
};

/* A field of code that a relocation fills in, and what it leads to. */
struct code_ref {
	uint64_t off;		/* in the section */
	uint32_t type;
	int64_t addend;
	const struct sym *sym;	/* NULL: something called @name */
	const char *name;
};

struct code_refs {
	VEC(struct code_ref) list;
};

/* A function: of an image, or of an object if @sec is set. */
struct code {
	const uint8_t *bytes;
	uint64_t addr;		/* of the first byte; in an object, in @sec */
	uint64_t size;
	const struct facts *facts;
	const struct sec *sec;
	const struct code_refs *refs;	/* of @sec */
};

/** Decode a function; what is no instruction becomes lines ".byte". */
void code_read(struct arena *arena, const struct code *code,
	       struct code_lines *ret);

/* What an address, or a reference, is called; see inspect_name.c. */
const char *code_name_at(struct arena *arena, const struct facts *facts,
			 uint64_t addr);
const char *code_name_ref(struct arena *arena, const struct code_ref *ref,
			  int64_t bias);

#endif
