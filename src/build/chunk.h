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
 * A chunk is inert if the compiler writes nothing for it as long as nobody
 * mentions one of its names: a macro, a type, a declaration, a static
 * function or variable. All others, and what we do not understand, are not.
 */
struct chunk {
	const char *text;
	size_t len;
	bool inert;
	size_t name, n_names;	/* in chunks.names */
	uint64_t hash;		/* of its tokens: blanks do not count */
};

struct chunks {
	VEC(struct chunk) list;
	VEC(struct token) names;
};

/**
 * Cut up a file, before the preprocessor saw it or behind it (gcc -E -P).
 *
 * Branches of conditionals are all read. A file whose braces do not match
 * comes out as one chunk that is not inert.
 *
 * @param ret  refers to @text; free with chunks_deinit().
 */
void chunks_read(const char *text, size_t size, struct chunks *ret);
void chunks_deinit(struct chunks *chunks);

/** A number for a word; the same for the same word. */
uint64_t word_id(const struct token *word);

#endif
