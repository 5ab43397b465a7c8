/* SPDX-License-Identifier: GPL-2.0 */
/*
 * words - a set of words that something said in a file may depend on
 */
#ifndef KMEND_BUILD_WORDS_H
#define KMEND_BUILD_WORDS_H

#include "base/map.h"
#include "build/chunk.h"

struct words {
	struct map ids;			/* word_id() to the word, malloc()ed */
	uint8_t bloom[65536 / 8];	/* most words are not in it */
};

void words_deinit(struct words *words);

/** True if it is new. */
bool words_add(struct words *words, const struct token *word);
bool words_have(const struct words *words, uint64_t id);

/** Does the text mention a word, be it in a comment? Quick. */
bool words_near(const struct words *words, const char *text, size_t size);

/** Does it mention one in code? */
bool words_in(const struct words *words, const char *text, size_t size);

/**
 * Find the chunks that only one of two versions has and add their names.
 *
 * @param ret_a  a byte for each chunk of @a: set if @b has none like it.
 * @return       false if one of them is not inert: then what depends on it
 *               cannot be told by names.
 */
bool words_differ(struct words *words, const struct chunks *a,
		  const struct chunks *b, uint8_t *ret_a, uint8_t *ret_b);

/**
 * Collect the names of all inert chunks that mention a word, or are in a
 * branch of a conditional that does, but for those that are marked in @skip.
 *
 * @return  is there such a chunk that is not inert?
 */
bool words_spread(const struct words *words, const struct chunks *chunks,
		  const uint8_t *skip, struct words *found);

/** The words beside "##" in the text, which macros make others of. */
void words_pieces(struct words *pieces, const char *text, size_t size);

/**
 * Of each word in @words that "##" can make of pieces, add to @ret what is
 * not a piece itself, and so must stand where the macro is used.
 *
 * @param from  how many words are left out at the beginning.
 * @param skip  words that no macro made before the change.
 */
void words_pasted(const struct words *words, size_t from,
		  const struct words *skip, const struct words *pieces,
		  struct words *ret);

/**
 * The names that @b has and @a has not; macros are left out, since they make
 * something else of what was there before.
 */
void words_fresh(const struct chunks *a, const struct chunks *b,
		 struct words *ret);

/** Add all of @more; true if one of them is new. */
bool words_join(struct words *words, const struct words *more);

#endif
