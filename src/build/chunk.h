/* SPDX-License-Identifier: GPL-2.0 */
/*
 * chunk - a file of C as a row of declarations
 */
#ifndef KMEND_BUILD_CHUNK_H
#define KMEND_BUILD_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "build/token.h"

/*
 * A branch of a conditional. What is in it depends on its own line, on the
 * branches in front of it, and on the conditionals around: all are reached by
 * @outer.
 */
struct chunk_branch {
	const char *text;	/* "ifdef X", "else" */
	size_t len;
	int outer;		/* in chunks.branches, or -1 */
	uint64_t hash;		/* of all of them */
};

/*
 * A chunk is inert if the compiler writes nothing for it as long as nobody
 * mentions one of its names: a macro, a type, a declaration, a static
 * function or variable. All others, and what we do not understand, are not.
 * A line of a conditional is inert, too: what it does, it does to those in it.
 */
struct chunk {
	const char *text;
	size_t len;
	bool inert;
	size_t name, n_names;	/* in chunks.names */
	int branch;		/* that it is in: chunks.branches, or -1 */
	uint64_t hash;		/* of its tokens (blanks do not count), and of
				 * the branch */
};

struct chunks {
	VEC(struct chunk) list;
	VEC(struct token) names;
	VEC(struct chunk_branch) branches;	/* outer ones first */
};

/**
 * Cut up a file, before the preprocessor saw it or behind it (gcc -E -P).
 *
 * Branches of conditionals are all read; the order of chunks is not told. A
 * file whose braces do not match
 * comes out as one chunk that is not inert.
 *
 * @param ret  refers to @text; free with chunks_deinit().
 */
void chunks_read(const char *text, size_t size, struct chunks *ret);
void chunks_deinit(struct chunks *chunks);

/** A number for a word; the same for the same word. */
uint64_t word_id(const struct token *word);

#endif
