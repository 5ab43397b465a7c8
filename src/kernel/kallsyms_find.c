// SPDX-License-Identifier: GPL-2.0
/*
 * kallsyms_find - where the symbol tables lie in the image
 *
 * The build writes into .rodata, each table aligned to 8 bytes:
 *
 *	6.1:	offsets base n names markers seqs tokens token_index
 *	6.4+:	n names markers tokens token_index offsets base seqs
 *
 * The tokens are the anchor: 256 strings, and behind them the 256 offsets of
 * just these strings. A digit always stands for itself, so "0\0" to "9\0" in a
 * row is where to look. The count is the anchor of the rest: it is right when
 * walking that many names gives exactly the markers which follow them.
 */
#include "kernel/kallsyms.h"

#include <string.h>

#include "base/err.h"
#include "kernel/image.h"

#define TOKENS_MAX (16 * 1024)	/* tokens before "0": 48 short strings */
#define SYMS_MIN 1000
#define SYMS_MAX (1u << 24)	/* an index by name has three bytes */

/* One piece of the image; off and the like below are offsets in it. */
struct span {
	const uint8_t *data;
	size_t size;
};

struct found {
	size_t tokens, index_end;
	size_t n_off, names, names_end, markers_end;
	uint32_t n;
};

static size_t align8(size_t v)
{
	return (v + 7) & ~(size_t)7;
}

static uint32_t get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/**
 * Are there 256 strings at @off, and their offsets behind them?
 *
 * @param digits  where the string "0" must be.
 */
static bool tokens_check(struct span s, size_t off, size_t digits,
			 struct kallsyms *k, struct found *f)
{
	size_t pos = off, index;
	const uint8_t *end;
	uint16_t v;
	int i;

	for (i = 0; i < 256; i++) {
		if (i == '0' && pos != digits)
			return false;
		if (pos >= s.size)
			return false;
		end = memchr(s.data + pos, 0, s.size - pos);
		if (!end)
			return false;
		k->tokens[i] = (const char *)s.data + pos;
		k->token_len[i] = end - (s.data + pos);
		pos = end - s.data + 1;
		if (pos - off > 0xffff)
			return false;
	}
	index = align8(pos);
	if (index + 512 > s.size)
		return false;
	for (i = 0; i < 256; i++) {
		memcpy(&v, s.data + index + 2 * i, sizeof(v));
		if (v != k->tokens[i] - ((const char *)s.data + off))
			return false;
	}
	f->tokens = off;
	f->index_end = index + 512;
	return true;
}

/* The first token is where as many strings end as come before "0". */
static bool tokens_before(struct span s, size_t digits, struct kallsyms *k,
			  struct found *f)
{
	size_t off = digits, ends = 0;

	while (off && digits - off < TOKENS_MAX) {
		off--;
		ends += !s.data[off];
		if (ends > '0')
			return false;
		if (ends == '0' && !(off & 7) &&
		    tokens_check(s, off, digits, k, f))
			return true;
	}
	return false;
}

static bool tokens_find(struct span s, struct kallsyms *k, struct found *f)
{
	static const char digits[20] = "0\0" "1\0" "2\0" "3\0" "4\0"
				       "5\0" "6\0" "7\0" "8\0" "9";
	const uint8_t *p = s.data, *hit;

	while ((hit = memmem(p, s.size - (p - s.data), digits,
			     sizeof(digits)))) {
		if (tokens_before(s, hit - s.data, k, f))
			return true;
		p = hit + 1;
	}
	return false;
}

/** The end of the name at @off, or 0 if it is none. */
static size_t name_end(struct span s, size_t off, size_t limit)
{
	size_t len;

	if (off + 2 > limit)
		return 0;
	len = s.data[off++];
	if (len & 0x80)
		len = (len & 0x7f) | (size_t)s.data[off++] << 7;
	if (!len || len > limit - off)
		return 0;
	return off + len;
}

/** Walk the names behind a count; markers must name every 256th. */
static bool names_check(struct span s, struct found *f)
{
	size_t pos = f->names, limit = f->tokens, marks;
	uint32_t i;

	for (i = 0; i < f->n; i++) {
		pos = name_end(s, pos, limit);
		if (!pos)
			return false;
	}
	f->names_end = pos;
	marks = align8(pos);
	f->markers_end = marks + ((size_t)f->n + 255) / 256 * 4;
	if (f->markers_end > limit)
		return false;

	for (pos = f->names, i = 0; i < f->n; i++) {
		if (!(i & 255) &&
		    get32(s.data + marks + i / 256 * 4) != pos - f->names)
			return false;
		pos = name_end(s, pos, limit);
	}
	return true;
}

static bool names_find(struct span s, struct found *f)
{
	size_t off;

	for (off = f->tokens & ~(size_t)7; off >= 8; off -= 8) {
		f->n_off = off - 8;
		f->n = get32(s.data + f->n_off);
		if (f->n < SYMS_MIN || f->n >= SYMS_MAX ||
		    get32(s.data + f->n_off + 4) ||
		    (size_t)f->n * 2 > f->tokens - off)
			continue;
		f->names = off;
		if (names_check(s, f))
			return true;
	}
	return false;
}

/** The rest follows from which of the known layouts fits. */
static bool layout_find(struct span s, const struct found *f,
			struct kallsyms *k)
{
	size_t offsets_size = align8((size_t)f->n * 4);
	size_t seqs_size = (size_t)f->n * 3;
	size_t offsets, base, seqs;

	if (align8(align8(f->markers_end) + seqs_size) == f->tokens) {
		if (f->n_off < offsets_size + 8)
			return false;
		base = f->n_off - 8;
		offsets = base - offsets_size;
		seqs = align8(f->markers_end);
	} else if (align8(f->markers_end) == f->tokens) {
		offsets = align8(f->index_end);
		base = offsets + offsets_size;
		seqs = base + 8;
	} else {
		return false;
	}
	if (seqs + seqs_size > s.size)
		return false;
	k->offsets = s.data + offsets;
	memcpy(&k->relative_base, s.data + base, 8);
	k->seqs = s.data + seqs;
	return true;
}

struct err *kallsyms_find(const struct image *image, struct kallsyms *ret)
{
	struct kallsyms k = {0};
	struct image_range r;
	struct found f = {0};
	struct span s;
	size_t i;

	for (i = 0; image_range(image, i, &r); i++) {
		s = (struct span){ image->data + r.off, r.file_size };
		if (r.addr & 7 || !tokens_find(s, &k, &f))
			continue;
		if (!names_find(s, &f) || !layout_find(s, &f, &k))
			return err_new(ERR_FAILED, "kallsyms of this kernel "
				       "have a layout that is not known");
		k.n = f.n;
		k.names = s.data + f.names;
		k.names_end = s.data + f.names_end;
		*ret = k;
		return NULL;
	}
	return err_new(ERR_FAILED, "no kallsyms in this kernel");
}
