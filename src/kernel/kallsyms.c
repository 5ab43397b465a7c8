// SPDX-License-Identifier: GPL-2.0
/*
 * kallsyms - decode the kernel's symbols and hold them against its image
 *
 * Names are strings of tokens, the first character being the type. Addresses
 * are 32-bit: not negative means an absolute value (that is how per-CPU
 * symbols are kept: offsets into the per-CPU area), negative means counted
 * down from relative_base - 1. Order is the kernel's own, so that positions
 * among symbols of one name are what the kernel counts too.
 */
#include "kernel/kallsyms.h"

#include <string.h>

#include "base/err.h"
#include "kernel/image.h"

/** The bytes of one name; moves @pos behind it. */
static const uint8_t *name_next(const uint8_t **pos, size_t *ret_len)
{
	const uint8_t *p = *pos;
	size_t len = *p++;

	if (len & 0x80)
		len = (len & 0x7f) | (size_t)*p++ << 7;
	*ret_len = len;
	*pos = p + len;
	return p;
}

/* Names are three times as long as their tokens, not thousands of times. */
#define MAX_RATIO 32

static size_t names_size(const struct kallsyms *k)
{
	const uint8_t *pos = k->names, *name;
	size_t size = 0, len, i;

	while (pos < k->names_end) {
		name = name_next(&pos, &len);
		for (i = 0; i < len; i++)
			size += k->token_len[name[i]];
		size++;
	}
	return size;
}

static uint64_t sym_addr(const struct kallsyms *k, uint32_t i)
{
	int32_t off;

	memcpy(&off, k->offsets + (size_t)i * 4, sizeof(off));
	if (off >= 0)
		return off;
	return k->relative_base - 1 - (int64_t)off;
}

/** Expand one name at @out; the first character becomes the type. */
static char *sym_expand(const struct kallsyms *k, const uint8_t *name,
			size_t len, char *out, struct ksym *sym)
{
	char *start = out;
	size_t i;

	for (i = 0; i < len; i++) {
		memcpy(out, k->tokens[name[i]], k->token_len[name[i]]);
		out += k->token_len[name[i]];
	}
	*out++ = '\0';
	sym->type = *start;
	sym->name = start + 1;
	return out;
}

static struct err *syms_decode(struct facts *facts, const struct kallsyms *k)
{
	size_t packed = k->names_end - k->names, size = names_size(k);
	char *out;
	const uint8_t *pos = k->names, *name;
	struct ksym sym;
	uint32_t i;
	size_t len;

	if (size / MAX_RATIO > packed)
		return err_new(ERR_FAILED, "kallsyms: %zu bytes of names in "
			       "%zu bytes", size, packed);
	out = arena_alloc(facts->arena, size);
	for (i = 0; i < k->n; i++) {
		sym = (struct ksym){ .addr = sym_addr(k, i) };
		name = name_next(&pos, &len);
		out = sym_expand(k, name, len, out, &sym);
		if (!sym.type || !*sym.name)
			return err_new(ERR_FAILED, "kallsyms: symbol %u has "
				       "no name", i);
		if (facts->ksyms.n &&
		    facts->ksyms.v[facts->ksyms.n - 1].addr > sym.addr)
			return err_new(ERR_FAILED, "kallsyms: '%s' is out of "
				       "order", sym.name);
		vec_push(&facts->ksyms, sym);
	}
	return NULL;
}

/** A symbol reaches to the next higher one, or to the end of its section. */
static void syms_set_size(struct facts *facts)
{
	uint64_t next = UINT64_MAX, last = UINT64_MAX, end = 0;
	struct ksym *sym;
	size_t i;

	for (i = facts->ksyms.n; i-- > 0;) {
		sym = &facts->ksyms.v[i];
		if (sym->addr != last)
			next = last;
		last = sym->addr;
		if (!image_section_end(&facts->image, sym->addr, &end))
			continue;
		sym->size = (next < end ? next : end) - sym->addr;
	}
}

static void syms_index(struct facts *facts)
{
	struct map latest = {0};
	struct ksym *prev;

	vec_for_each(&facts->ksyms, sym) {
		prev = map_find(&latest, sym->name);
		map_put(&latest, sym->name, sym);
		if (!prev) {
			map_put(&facts->by_name, sym->name, sym);
			continue;
		}
		prev->same = sym;
		if (!prev->sympos)
			prev->sympos = 1;
		sym->sympos = prev->sympos + 1;
	}
	map_deinit(&latest);
}

/** The table by name must hold every symbol once, in order of their names. */
static bool seqs_agree(const struct facts *facts, const struct kallsyms *k)
{
	const struct ksym *prev = NULL, *sym;
	const uint8_t *p = k->seqs;
	uint32_t i, seq;
	int order;

	for (i = 0; i < k->n; i++, p += 3) {
		seq = (uint32_t)p[0] << 16 | p[1] << 8 | p[2];
		if (seq >= k->n)
			return false;
		sym = &facts->ksyms.v[seq];
		order = prev ? strcmp(prev->name, sym->name) : -1;
		if (order > 0 || (!order && prev >= sym))
			return false;
		prev = sym;
	}
	return true;
}

/** What must be true of every kernel; else the tables were misread. */
static struct err *syms_check(const struct facts *facts)
{
	const struct ksym *text = facts_find(facts, "_text", 0);
	const struct ksym *end = facts_find(facts, "_etext", 0);

	if (!text || text->addr != facts->image.text)
		return err_new(ERR_FAILED, "kallsyms: no _text at %#llx",
			       (unsigned long long)facts->image.text);
	if (!end || end->addr <= text->addr)
		return err_new(ERR_FAILED, "kallsyms: no _etext behind _text");
	vec_for_each(&facts->ksyms, sym) {
		if ((sym->type == 'T' || sym->type == 't') &&
		    sym->addr < text->addr)
			return err_new(ERR_FAILED, "kallsyms: function '%s' "
				       "outside of the text", sym->name);
	}
	return NULL;
}

struct err *kallsyms_read(struct facts *facts)
{
	struct kallsyms k;
	struct err *err;

	err = kallsyms_find(&facts->image, &k);
	if (err)
		return err;
	err = syms_decode(facts, &k);
	if (err)
		return err;
	if (!seqs_agree(facts, &k))
		return err_new(ERR_FAILED, "kallsyms: the table by name does "
			       "not agree with the names");
	syms_set_size(facts);
	syms_index(facts);
	return syms_check(facts);
}
