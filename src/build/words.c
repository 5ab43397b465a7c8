// SPDX-License-Identifier: GPL-2.0
#include "build/words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/arena.h"

void words_deinit(struct words *words)
{
	map_for_each(&words->ids, slot)
		free(slot->value);
	map_deinit(&words->ids);
}

bool words_have(const struct words *words, uint64_t id)
{
	uint16_t bit = (uint16_t)id;

	return words->bloom[bit / 8] >> bit % 8 & 1 &&
	       map_find_num(&words->ids, id);
}

bool words_add(struct words *words, const struct token *word)
{
	uint64_t id = word_id(word);
	uint16_t bit = (uint16_t)id;

	if (words_have(words, id))
		return false;
	words->ids.by_num = true;
	words->bloom[bit / 8] |= (uint8_t)(1 << bit % 8);
	map_put_num(&words->ids, id, xstrndup(word->text, word->len));
	return true;
}

bool words_near(const struct words *words, const char *text, size_t size)
{
	static const char sign[256] = {
		['0' ... '9'] = 1, ['a' ... 'z'] = 1, ['A' ... 'Z'] = 1,
		['_'] = 1, ['$'] = 1,
	};
	const char *p = text, *end = text + size, *begin;

	while (p < end) {
		while (p < end && !sign[(uint8_t)*p])
			p++;
		for (begin = p; p < end && sign[(uint8_t)*p];)
			p++;
		if (p > begin && words_have(words,
				XXH3_64bits(begin, (size_t)(p - begin))))
			return true;
	}
	return false;
}

bool words_in(const struct words *words, const char *text, size_t size)
{
	struct tokens in;
	struct token token;

	tokens_init(&in, text, size);
	while ((token = token_next(&in)).kind != TOKEN_END)
		if (token.kind == TOKEN_NAME &&
		    words_have(words, word_id(&token)))
			return true;
	return false;
}

/* How often each chunk is there, by hash. */
static void count(const struct chunks *chunks, struct map *ret)
{
	map_init(ret, true);
	vec_for_each(&chunks->list, c)
		map_put_num(ret, c->hash, (void *)((uintptr_t)
				map_find_num(ret, c->hash) + 1));
}

static bool mark(struct words *words, const struct chunks *chunks,
		 struct map *other, uint8_t *ret)
{
	bool inert = true;

	for (size_t i = 0; i < chunks->list.n; i++) {
		const struct chunk *c = &chunks->list.v[i];
		uintptr_t n = (uintptr_t)map_find_num(other, c->hash);

		if (n) {
			map_put_num(other, c->hash, (void *)(n - 1));
			continue;
		}
		ret[i] = 1;
		inert &= c->inert;
		for (size_t k = 0; k < c->n_names; k++)
			words_add(words, &chunks->names.v[c->name + k]);
	}
	return inert;
}

/* The next line of the preprocessor, from *@i on, that both versions have. */
static const struct chunk *line_next(const struct chunks *chunks,
				     const uint8_t *differ, size_t *i)
{
	while (*i < chunks->list.n) {
		size_t at = (*i)++;

		if (!differ[at] && *chunks->list.v[at].text == '#')
			return &chunks->list.v[at];
	}
	return NULL;
}

/* Behind the last line that is at another place in @other; 0: none is. */
static size_t lines_moved(const struct chunks *chunks, const uint8_t *differ,
			  const struct chunks *other,
			  const uint8_t *other_differ, size_t *ret_first)
{
	size_t i = 0, k = 0, end = 0;
	const struct chunk *a, *b;

	while ((a = line_next(chunks, differ, &i)) &&
	       (b = line_next(other, other_differ, &k))) {
		if (a->hash == b->hash)
			continue;
		if (!end)
			*ret_first = i - 1;
		end = i;
	}
	return end;
}

/* Of declarations the order does not matter, of lines with '#' it does. */
static void mark_moved(struct words *words, const struct chunks *chunks,
		       uint8_t *differ, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct chunk *c = &chunks->list.v[i];

		if (differ[i] || *c->text != '#')
			continue;
		differ[i] = 1;
		for (size_t k = 0; k < c->n_names; k++)
			words_add(words, &chunks->names.v[c->name + k]);
	}
}

bool words_differ(struct words *words, const struct chunks *a,
		  const struct chunks *b, uint8_t *ret_a, uint8_t *ret_b)
{
	size_t first_a = 0, first_b = 0, end_a, end_b;
	struct map in_a, in_b;
	bool inert;

	count(a, &in_a);
	count(b, &in_b);
	inert = mark(words, a, &in_b, ret_a);
	inert &= mark(words, b, &in_a, ret_b);
	map_deinit(&in_a);
	map_deinit(&in_b);
	end_a = lines_moved(a, ret_a, b, ret_b, &first_a);
	end_b = lines_moved(b, ret_b, a, ret_a, &first_b);
	mark_moved(words, a, ret_a, first_a, end_a);
	mark_moved(words, b, ret_b, first_b, end_b);
	return inert;
}

/* A byte for each branch: does it depend on one of the words? */
static uint8_t *branches_depend(const struct words *words,
				const struct chunks *chunks)
{
	uint8_t *ret = xcalloc(chunks->branches.n + 1, 1);

	for (size_t i = 0; i < chunks->branches.n; i++) {
		const struct chunk_branch *b = &chunks->branches.v[i];

		ret[i] = (b->outer >= 0 && ret[b->outer]) ||
			 words_in(words, b->text, b->len);
	}
	return ret;
}

bool words_spread(const struct words *words, const struct chunks *chunks,
		  const uint8_t *skip, struct words *found)
{
	_cleanup_free_ uint8_t *depend = branches_depend(words, chunks);

	for (size_t i = 0; i < chunks->list.n; i++) {
		const struct chunk *c = &chunks->list.v[i];

		if ((skip && skip[i]) ||
		    (!(c->branch >= 0 && depend[c->branch]) &&
		     !words_in(words, c->text, c->len)))
			continue;
		if (!c->inert)
			return true;
		for (size_t k = 0; k < c->n_names; k++)
			words_add(found, &chunks->names.v[c->name + k]);
	}
	return false;
}

static struct token token_of(const char *text)
{
	return (struct token){ .kind = TOKEN_NAME, .text = text,
			       .len = strlen(text) };
}

bool words_join(struct words *words, const struct words *more)
{
	bool grew = false;

	map_for_each(&more->ids, slot) {
		struct token word = token_of(slot->value);

		grew |= words_add(words, &word);
	}
	return grew;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

void words_pieces(struct words *pieces, const char *text, size_t size)
{
	const char *end = text + size, *p = text;

	while ((p = memmem(p, (size_t)(end - p), "##", 2))) {
		const char *left = p, *right = p + 2, *stop;

		while (left > text && (left[-1] == ' ' || left[-1] == '\t'))
			left--;
		for (stop = left; left > text && is_word(left[-1]); left--)
			;
		if (stop > left)
			words_add(pieces, &(struct token){ .text = left,
					.len = (size_t)(stop - left) });
		while (right < end && (*right == ' ' || *right == '\t'))
			right++;
		for (stop = right; stop < end && is_word(*stop); stop++)
			;
		if (stop > right)
			words_add(pieces, &(struct token){ .text = right,
					.len = (size_t)(stop - right) });
		p += 2;
	}
}

/* "a_" and "_c" are pieces of "a_b_c": then "b" must stand somewhere. */
static void pasted_one(const char *word, const struct words *pieces,
		       struct words *ret)
{
	size_t len = strlen(word);

	for (size_t i = 0; i < len; i++) {
		if (i && !words_have(pieces, XXH3_64bits(word, i)))
			continue;
		for (size_t j = i + 1; j <= len; j++)
			if ((i || j < len) && (j == len ||
			    words_have(pieces, XXH3_64bits(word + j,
							   len - j))))
				words_add(ret, &(struct token){
					.text = word + i, .len = j - i });
	}
}

void words_pasted(const struct words *words, size_t from,
		  const struct words *skip, const struct words *pieces,
		  struct words *ret)
{
	for (size_t i = from; i < words->ids.n; i++)
		if (!words_have(skip, words->ids.slots[i].num))
			pasted_one(words->ids.slots[i].value, pieces, ret);
}

void words_fresh(const struct chunks *a, const struct chunks *b,
		 struct words *ret)
{
	struct map old;

	map_init(&old, true);
	vec_for_each(&a->names, name)
		map_put_num(&old, word_id(name), ret);
	vec_for_each(&b->list, c) {
		for (size_t k = 0; *c->text != '#' && k < c->n_names; k++) {
			const struct token *name = &b->names.v[c->name + k];

			if (!map_find_num(&old, word_id(name)))
				words_add(ret, name);
		}
	}
	map_deinit(&old);
}
