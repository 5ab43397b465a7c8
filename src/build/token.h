/* SPDX-License-Identifier: GPL-2.0 */
/*
 * token - C as a row of words and signs, preprocessed or not
 */
#ifndef KMEND_BUILD_TOKEN_H
#define KMEND_BUILD_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,		/* identifiers and keywords */
	TOKEN_OTHER,		/* numbers, strings, characters */
	TOKEN_SIGN,		/* one character of punctuation */
	TOKEN_DIRECTIVE,	/* '#' at the beginning of a line */
};

struct token {
	enum token_kind kind;
	const char *text;
	size_t len;
};

struct tokens {
	const char *p, *end;
	bool line_begins;	/* nothing but blanks before p in its line */
};

void tokens_init(struct tokens *t, const char *text, size_t size);

/** The next token; comments and blanks are passed over. */
struct token token_next(struct tokens *t);

/** The rest of a logical line: up to a newline that nothing escapes. */
struct token token_line(struct tokens *t);

bool token_is(const struct token *token, const char *text);

#endif
