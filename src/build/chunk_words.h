/* SPDX-License-Identifier: GPL-2.0 */
/*
 * chunk_words - what the words of one declaration say; for chunk.c
 */
#ifndef KMEND_BUILD_CHUNK_WORDS_H
#define KMEND_BUILD_CHUNK_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "build/token.h"

extern const char *const words_conditional[];	/* if, else, ... */

bool word_in(const struct token *word, const char *const *list);

struct decl_word {
	struct token token;
	bool called;		/* a '(' follows */
	bool tag;		/* struct, union or enum stands in front */
};

/* One declaration, as far as it is read. */
struct decl {
	VEC(struct decl_word) words;	/* outside of all brackets */
	VEC(struct token) names;	/* what it may declare */
	struct token tag;		/* "foo" behind struct, or empty */
	bool in_tag;			/* struct was read, its '{' not */
	bool is_enum;			/* that was enum */
	uint64_t enums;			/* bit n: brace n is an enum's */
	bool starred;			/* "(*" was read last */
	char last;			/* sign before this word; 'w': word */
	bool has_static, has_extern, has_typedef, has_value, has_body;
	bool kept;			/* an attribute may keep it */
};

/** @depth and @paren: how many were open before the word or sign. */
void decl_word(struct decl *decl, const struct token *word, int depth,
	       int paren);
void decl_sign(struct decl *decl, char c, int depth, int paren);

/** At its end; completes the names. */
bool decl_is_inert(struct decl *decl);
void decl_deinit(struct decl *decl);

#endif
