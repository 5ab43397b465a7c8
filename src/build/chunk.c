// SPDX-License-Identifier: GPL-2.0
/*
 * chunk - a file of C as a row of declarations
 *
 * No parser of C: it finds where a declaration ends, which words in it may be
 * what it declares, and whether the compiler would write something for it.
 * Whenever that is not plain the answer is the careful one: more names, not
 * inert.
 */
#include "build/chunk.h"

#include <string.h>
#include <xxhash.h>

#include "base/err.h"
#include "build/chunk_words.h"

struct branch {			/* of a conditional that is open */
	int depth;		/* where it began */
	int end;		/* where its first branch ended; -1: not yet */
	bool has_else;
	int outer;		/* the branch around it */
};

struct parser {
	struct tokens in;
	struct chunks *out;
	VEC(struct branch) branches;
	int depth;		/* braces that are open */
	int paren;		/* and parentheses */
	int branch;		/* where we are, in out->branches; or -1 */
	bool broken;
};

uint64_t word_id(const struct token *word)
{
	return XXH3_64bits(word->text, word->len);
}

static uint64_t chunk_hash(const char *text, size_t len)
{
	XXH3_state_t *state = XXH3_createState();
	struct tokens in;
	struct token token;
	uint64_t hash;

	XXH3_64bits_reset(state);
	tokens_init(&in, text, len);
	while ((token = token_next(&in)).kind != TOKEN_END) {
		XXH3_64bits_update(state, token.text, token.len);
		XXH3_64bits_update(state, " ", 1);
	}
	hash = XXH3_64bits_digest(state);
	XXH3_freeState(state);
	return hash;
}

/* The same words elsewhere are something else. */
static uint64_t branch_hash(const struct parser *p, int branch, uint64_t hash)
{
	return branch < 0 ? hash : hash * 0x9e3779b97f4a7c15ull +
				   p->out->branches.v[branch].hash;
}

static void chunk_push(struct parser *p, const char *begin, int branch,
		       bool inert, size_t name)
{
	struct chunk chunk = {
		.text = begin, .len = (size_t)(p->in.p - begin),
		.inert = inert, .name = name,
		.n_names = p->out->names.n - name, .branch = branch,
	};

	chunk.hash = branch_hash(p, branch,
				 chunk_hash(chunk.text, chunk.len));
	vec_push(&p->out->list, chunk);
}

/* We are in another branch, @word and the rest of its line. */
static void branch_enter(struct parser *p, const struct token *word,
			 const struct token *line)
{
	struct chunk_branch branch = {
		.text = word->text, .outer = p->branch,
		.len = (size_t)(line->text + line->len - word->text),
	};

	branch.hash = branch_hash(p, p->branch,
				  chunk_hash(branch.text, branch.len));
	p->branch = (int)p->out->branches.n;
	vec_push(&p->out->branches, branch);
}

static void branch_end(struct parser *p, struct branch *branch)
{
	int depth = p->depth * 1000 + p->paren;

	if (branch->end < 0)
		branch->end = depth;
	else if (branch->end != depth)
		p->broken = true;
}

/* All branches of a conditional must leave as many braces open. */
static void conditional(struct parser *p, const struct token *word,
			const struct token *line)
{
	struct branch *top = p->branches.n ?
		&p->branches.v[p->branches.n - 1] : NULL;

	if (word->len >= 2 && !memcmp(word->text, "if", 2)) {
		vec_push(&p->branches, ((struct branch){ .end = -1,
				.depth = p->depth * 1000 + p->paren,
				.outer = p->branch }));
		branch_enter(p, word, line);
		return;
	}
	if (!top) {
		p->broken = true;
		return;
	}
	branch_end(p, top);
	if (token_is(word, "endif")) {
		if (!top->has_else && top->end != top->depth)
			p->broken = true;
		p->branch = top->outer;
		p->branches.n--;
		return;
	}
	branch_enter(p, word, line);
	top->has_else |= token_is(word, "else");
	p->depth = top->depth / 1000;
	p->paren = top->depth % 1000;
}

/*
 * A directive, whose '#' was read. In front of a declaration it is a chunk of
 * its own, in one (@begin is NULL) a part of it. C++ is not for us.
 */
static void directive(struct parser *p, const char *begin)
{
	size_t name = p->out->names.n;
	struct token word = token_next(&p->in), macro = {0};
	bool define = token_is(&word, "define") || token_is(&word, "undef");
	bool is_conditional = word_in(&word, words_conditional);
	int branch = p->branch;
	struct token line;

	if (define) {
		macro = token_next(&p->in);
		vec_push(&p->out->names, macro);
	}
	line = token_line(&p->in);
	if (is_conditional)
		conditional(p, &word, &line);
	if (begin)
		chunk_push(p, begin, branch, define || is_conditional, name);
	if (!token_is(&word, "ifdef") ||
	    !memmem(line.text, line.len, "__cplusplus", 11))
		return;
	while ((word = token_next(&p->in)).kind != TOKEN_END) {
		if (word.kind != TOKEN_DIRECTIVE)
			continue;
		word = token_next(&p->in);
		line = token_line(&p->in);
		if (!word_in(&word, words_conditional))
			continue;
		conditional(p, &word, &line);
		if (!token_is(&word, "ifdef"))
			return;
	}
}

static void names_flush(struct parser *p, const struct decl *decl)
{
	vec_for_each(&decl->names, word)
		vec_push(&p->out->names, *word);
}

/* True when the declaration ends with this sign. */
static bool sign(struct parser *p, struct decl *decl, char c)
{
	bool outside = !p->depth && !p->paren;

	decl_sign(decl, c, p->depth, p->paren);
	switch (c) {
	case '(':
	case '[':
		p->paren++;
		break;
	case ')':
	case ']':
		p->broken |= --p->paren < 0;
		break;
	case '{':
		p->depth++;
		break;
	case '}':
		p->broken |= --p->depth < 0;
		return !p->depth && !p->paren && decl->has_body;
	case ';':
		return outside;
	}
	return false;
}

static void declaration(struct parser *p, struct token token)
{
	struct decl decl = {0};
	const char *begin = token.text;
	size_t name = p->out->names.n;
	int branch = p->branch;
	bool done = false;

	while (!done && !p->broken && token.kind != TOKEN_END) {
		if (token.kind == TOKEN_DIRECTIVE)
			directive(p, NULL);
		else if (token.kind == TOKEN_SIGN)
			done = sign(p, &decl, *token.text);
		else
			decl_word(&decl, &token, p->depth, p->paren);
		if (!done)
			token = token_next(&p->in);
	}
	p->broken |= p->depth || p->paren;
	/* looks at all words before it knows all names */
	done &= decl_is_inert(&decl);
	names_flush(p, &decl);
	chunk_push(p, begin, branch, done, name);
	decl_deinit(&decl);
}

void chunks_read(const char *text, size_t size, struct chunks *ret)
{
	struct parser p = { .out = ret, .branch = -1 };
	struct token token;

	*ret = (struct chunks){0};
	tokens_init(&p.in, text, size);
	while (!p.broken && (token = token_next(&p.in)).kind != TOKEN_END) {
		if (token.kind == TOKEN_DIRECTIVE)
			directive(&p, token.text);
		else
			declaration(&p, token);
		/* #else may lead back into a declaration that has ended */
		p.broken |= p.depth || p.paren;
	}
	if (p.broken || p.branches.n) {
		chunks_deinit(ret);
		p.in.p = text + size;
		chunk_push(&p, text, -1, false, 0);
	}
	vec_deinit(&p.branches);
}

void chunks_deinit(struct chunks *chunks)
{
	vec_deinit(&chunks->list);
	vec_deinit(&chunks->names);
	vec_deinit(&chunks->branches);
}
