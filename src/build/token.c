// SPDX-License-Identifier: GPL-2.0
#include "build/token.h"

#include <ctype.h>
#include <string.h>

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$';
}

void tokens_init(struct tokens *t, const char *text, size_t size)
{
	*t = (struct tokens){ .p = text, .end = text + size,
			      .line_begins = true };
}

/* Behind the comment that begins at @p. */
static const char *comment_end(const char *p, const char *end)
{
	const char *close;

	if (p[1] == '/') {
		while (p < end && *p != '\n')
			p += *p == '\\' && end - p > 1 ? 2 : 1;
		return p < end ? p : end;
	}
	close = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
	return close ? close + 2 : end;
}

static bool is_comment(const char *p, const char *end)
{
	return end - p > 1 && *p == '/' && (p[1] == '/' || p[1] == '*');
}

static void skip_blanks(struct tokens *t)
{
	while (t->p < t->end) {
		if (is_comment(t->p, t->end)) {
			t->p = comment_end(t->p, t->end);
		} else if (*t->p == '\\' && t->end - t->p > 1 &&
			   t->p[1] == '\n') {
			t->p += 2;
		} else if (isspace((unsigned char)*t->p)) {
			t->line_begins |= *t->p == '\n';
			t->p++;
		} else {
			return;
		}
	}
}

/* Behind the string or character that begins at @p. */
static const char *quote_end(const char *p, const char *end)
{
	char quote = *p++;

	while (p < end && *p != quote && *p != '\n')
		p += *p == '\\' && end - p > 1 ? 2 : 1;
	return p < end ? p + 1 : end;
}

struct token token_next(struct tokens *t)
{
	struct token token = { .kind = TOKEN_END };
	bool begins;

	skip_blanks(t);
	token.text = t->p;
	begins = t->line_begins;
	t->line_begins = false;
	if (t->p == t->end)
		return token;
	if (is_name(*t->p)) {
		token.kind = isdigit((unsigned char)*t->p) ? TOKEN_OTHER :
			     TOKEN_NAME;
		while (t->p < t->end && is_name(*t->p))
			t->p++;
	} else if (*t->p == '"' || *t->p == '\'') {
		token.kind = TOKEN_OTHER;
		t->p = quote_end(t->p, t->end);
	} else {
		token.kind = *t->p == '#' && begins ? TOKEN_DIRECTIVE :
			     TOKEN_SIGN;
		t->p++;
	}
	token.len = (size_t)(t->p - token.text);
	return token;
}

struct token token_line(struct tokens *t)
{
	struct token line = { .kind = TOKEN_OTHER, .text = t->p };

	while (t->p < t->end && *t->p != '\n') {
		if (is_comment(t->p, t->end))
			t->p = comment_end(t->p, t->end);
		else if (*t->p == '"')
			t->p = quote_end(t->p, t->end);
		else
			t->p += *t->p == '\\' && t->end - t->p > 1 ? 2 : 1;
	}
	if (t->p > t->end)
		t->p = t->end;
	line.len = (size_t)(t->p - line.text);
	t->line_begins = true;
	return line;
}

bool token_is(const struct token *token, const char *text)
{
	return token->len == strlen(text) &&
	       !memcmp(token->text, text, token->len);
}
