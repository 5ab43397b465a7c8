// SPDX-License-Identifier: GPL-2.0
/*
 * mail - patches as they come by e-mail
 *
 * A mail, or each of several in one file as git format-patch --stdout writes
 * them, is headers, an empty line, and a body. Only what MIME does to a body
 * is undone: quoted-printable, base64, parts. Lines stay lines: what is decoded
 * is a text like that of a mail that needed no encoding.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/vec.h"
#include "build/diff_load.h"

#define DEPTH	4	/* of parts in parts */

struct out {
	VEC(char) text;
};

static void put(struct out *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		vec_push(&out->text, text[i]);
}

static const char *line_end(const char *p, const char *end)
{
	const char *eol = memchr(p, '\n', (size_t)(end - p));

	return eol ? eol + 1 : end;
}

static bool is_blank_line(const char *p, const char *end)
{
	return p == end || *p == '\n' || (*p == '\r' && p + 1 < end &&
					  p[1] == '\n');
}

/* "Name:" at the beginning of a line. */
static bool is_header(const char *p, const char *end)
{
	const char *colon = p;

	while (colon < end && (isalnum((unsigned char)*colon) ||
			       *colon == '-'))
		colon++;
	return colon > p && colon < end && *colon == ':';
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)toupper((unsigned char)c);
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* NUL bytes are left out: the text goes on as a string. */
static void put_decoded(struct out *out, int c)
{
	char byte = (char)c;

	if (c)
		put(out, &byte, 1);
}

/* @header: as in a header, where '_' is a blank. */
static void put_quoted(struct out *out, const char *p, const char *end,
		       bool header)
{
	for (; p < end; p++) {
		const char *next = p + 1;

		if (header && *p == '_') {
			put(out, " ", 1);
			continue;
		}
		if (*p != '=') {
			put(out, p, 1);
			continue;
		}
		/* at the end of a line: the line goes on */
		while (next < end && (*next == ' ' || *next == '\t' ||
				      *next == '\r'))
			next++;
		if (next < end && *next == '\n') {
			p = next;
		} else if (end - p > 2 && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
			put_decoded(out, hex(p[1]) * 16 + hex(p[2]));
			p += 2;
		} else {
			put(out, p, 1);
		}
	}
}

static void put_base64(struct out *out, const char *p, const char *end)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned int bits = 0, n = 0;

	for (; p < end && *p != '='; p++) {
		const char *digit = *p ? strchr(digits, *p) : NULL;

		if (!digit)
			continue;
		bits = bits << 6 | (unsigned int)(digit - digits);
		n += 6;
		if (n >= 8) {
			n -= 8;
			put_decoded(out, (int)(bits >> n & 0xff));
		}
	}
}

/* Of one header, unfolded: "=?UTF-8?q?J=C3=BCrgen?=" is decoded. */
static void put_header(struct out *out, const char *p, const char *end)
{
	while (p < end) {
		const char *set, *kind, *text, *stop;

		set = memmem(p, (size_t)(end - p), "=?", 2);
		kind = set ? memchr(set + 2, '?', (size_t)(end - set - 2)) :
		       NULL;
		text = kind && end - kind > 3 && kind[2] == '?' ? kind + 3 :
		       NULL;
		stop = text ? memmem(text, (size_t)(end - text), "?=", 2) :
		       NULL;
		if (!stop)
			break;
		put(out, p, (size_t)(set - p));
		if (tolower((unsigned char)kind[1]) == 'q')
			put_quoted(out, text, stop, true);
		else
			put_base64(out, text, stop);
		p = stop + 2;
		/* blanks between two of them are none */
		while (p < end && (*p == ' ' || *p == '\t') &&
		       memmem(p, (size_t)(end - p), "=?", 2) ==
		       p + strspn(p, " \t"))
			p++;
	}
	put(out, p, (size_t)(end - p));
}

struct part {			/* what its headers say of a body */
	struct arena *arena;
	const char *encoding, *type;
	const char *boundary;	/* "--XXX", or NULL: it has no parts */
};

static void header_note(struct part *part, const char *header)
{
	static const char encoding[] = "Content-Transfer-Encoding:";
	static const char type[] = "Content-Type:";
	const char *at;

	if (!strncasecmp(header, encoding, strlen(encoding))) {
		header += strlen(encoding);
		part->encoding = header + strspn(header, " \t");
	}
	if (strncasecmp(header, type, strlen(type)))
		return;
	header += strlen(type);
	part->type = header + strspn(header, " \t");
	at = strcasestr(part->type, "boundary=");
	if (!at)
		return;
	at += strlen("boundary=");
	at += *at == '"';
	part->boundary = arena_printf(part->arena, "--%.*s",
				      (int)strcspn(at, "\";\r\n"), at);
}

/*
 * Headers, each on one line, up to the empty line; @p is behind it then.
 *
 * @out NULL: of a part, they tell nothing to others.
 */
static const char *headers_read(struct part *part, const char *p,
				const char *end, struct out *out)
{
	while (p < end && !is_blank_line(p, end)) {
		struct out one = {0};
		const char *eol = line_end(p, end);

		do {
			size_t len = (size_t)(eol - p);

			while (len && strchr("\r\n", p[len - 1]))
				len--;
			put(&one, p, len);
			p = eol;
			eol = line_end(p, end);
		} while (p < end && (*p == ' ' || *p == '\t'));
		vec_push(&one.text, '\0');
		header_note(part, arena_strdup(part->arena, one.text.v));
		if (out) {
			put_header(out, one.text.v, one.text.v +
				   one.text.n - 1);
			put(out, "\n", 1);
		}
		vec_deinit(&one.text);
	}
	if (out)
		put(out, "\n", 1);
	return p < end ? line_end(p, end) : end;
}

static void body_decode(const struct part *part, const char *p,
			const char *end, struct out *out, int depth);

static void part_decode(struct arena *arena, const char *p, const char *end,
			struct out *out, int depth)
{
	struct part part = { .arena = arena };

	p = headers_read(&part, p, end, NULL);
	/* the same once more, for people: it has no diff that counts */
	if (part.type && !strncasecmp(part.type, "text/html", 9))
		return;
	body_decode(&part, p, end, out, depth);
	put(out, "\n", 1);
}

static void parts_decode(const struct part *part, const char *p,
			 const char *end, struct out *out, int depth)
{
	size_t len = strlen(part->boundary);
	const char *begin = NULL;

	for (const char *eol; p < end; p = eol) {
		eol = line_end(p, end);
		if ((size_t)(eol - p) < len || memcmp(p, part->boundary, len))
			continue;
		if (begin)
			part_decode(part->arena, begin, p, out, depth + 1);
		begin = eol;
		if (!strncmp(p + len, "--", 2))
			return;
	}
	if (begin)
		part_decode(part->arena, begin, end, out, depth + 1);
}

static void body_decode(const struct part *part, const char *p,
			const char *end, struct out *out, int depth)
{
	const char *encoding = part->encoding ? part->encoding : "";

	if (part->boundary && depth < DEPTH)
		parts_decode(part, p, end, out, depth);
	else if (!strncasecmp(encoding, "quoted-printable", 16))
		put_quoted(out, p, end, false);
	else if (!strncasecmp(encoding, "base64", 6))
		put_base64(out, p, end);
	else
		put(out, p, (size_t)(end - p));
}

/* "From 0123abcd... Mon Sep 17 00:00:00 2001", in front of each mail. */
static bool is_from(const char *p, const char *end)
{
	const char *eol = line_end(p, end);

	return end - p > 5 && !strncmp(p, "From ", 5) && eol < end &&
	       is_header(eol, end);
}

/* Nothing but headers up to an empty line: "Index: x.c" of a diff is none. */
static bool has_headers(const char *p, const char *end)
{
	if (!is_header(p, end))
		return false;
	for (; p < end && !is_blank_line(p, end); p = line_end(p, end))
		if (!is_header(p, end) && *p != ' ' && *p != '\t')
			return false;
	return p < end;
}

static void one_decode(const char *p, const char *end, struct out *out)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct part part = { .arena = arena };
	const char *eol = line_end(p, end);

	if (is_from(p, end)) {
		put(out, p, (size_t)(eol - p));
		p = eol;
	}
	if (!has_headers(p, end)) {
		put(out, p, (size_t)(end - p));
		return;
	}
	p = headers_read(&part, p, end, out);
	body_decode(&part, p, end, out, 0);
}

void mail_decode(const char *text, char **ret)
{
	const char *end = text + strlen(text), *begin = text;
	struct out out = {0};

	for (const char *p = text, *eol; p < end; p = eol) {
		eol = line_end(p, end);
		if (eol < end && is_from(eol, end)) {
			one_decode(begin, eol, &out);
			begin = eol;
		}
	}
	one_decode(begin, end, &out);
	vec_push(&out.text, '\0');
	*ret = out.text.v;
}
