// SPDX-License-Identifier: GPL-2.0
/*
 * inspect_name - what addresses and references in code are called
 *
 * A name and how far behind it, or the string that is there: both kernels and
 * modules have the strings of code where no symbol is.
 */
#include <ctype.h>
#include <string.h>

#include "cli/inspect_code.h"

#define STRING_SHOWN	48

/*
 * The text in quotes, if @size bytes begin with a string; else NULL. A short
 * one must have the end of another in front of it, or nothing (@first).
 */
static const char *quoted(struct arena *arena, const uint8_t *bytes,
			  uint64_t size, bool first)
{
	char text[4 * STRING_SHOWN + 1], *to = text;
	size_t n;

	for (n = 0; n < size && n < STRING_SHOWN && bytes[n]; n++) {
		unsigned char c = bytes[n];

		if (c == '\n' || c == '\t') {
			*to++ = '\\';
			*to++ = c == '\n' ? 'n' : 't';
		} else if (n == 0 && c == 1) {
			/* KERN_SOH, which a level follows */
			memcpy(to, "\\1", 2);
			to += 2;
		} else if (isprint(c) && c < 0x80) {
			*to++ = (char)c;
		} else {
			return NULL;
		}
	}
	if (n < 4 && (!n || (!first && bytes[-1])))
		return NULL;
	*to = '\0';
	return arena_printf(arena, "\"%s\"%s", text,
			    n < size && bytes[n] ? "..." : "");
}

static const char *with_offset(struct arena *arena, const char *name,
			       int64_t off)
{
	if (!off)
		return arena_strdup(arena, name);
	return arena_printf(arena, "%s%s0x%llx", name, off < 0 ? "-" : "+",
			    (unsigned long long)(off < 0 ? -off : off));
}

/* The last symbol at or before @addr that reaches it. */
static const struct ksym *ksym_at(const struct facts *facts, uint64_t addr)
{
	size_t low = 0, high = facts->ksyms.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (facts->ksyms.v[middle].addr <= addr)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || addr - facts->ksyms.v[low - 1].addr >=
		    facts->ksyms.v[low - 1].size + 1)
		return NULL;
	/* of several at one address, the first */
	while (low > 1 && facts->ksyms.v[low - 2].addr ==
			  facts->ksyms.v[low - 1].addr)
		low--;
	return &facts->ksyms.v[low - 1];
}

const char *code_name_at(struct arena *arena, const struct facts *facts,
			 uint64_t addr)
{
	const struct ksym *sym = ksym_at(facts, addr);
	const char *text = NULL;
	const uint8_t *bytes;

	/* Constants of the image are 'd' to kallsyms, as other data is. */
	if (sym && (sym->addr == addr || strchr("tTwW", sym->type)))
		return with_offset(arena, sym->name,
				   (int64_t)(addr - sym->addr));
	bytes = image_at(&facts->image, addr - 1, STRING_SHOWN + 2);
	if (bytes)
		text = quoted(arena, bytes + 1, STRING_SHOWN + 1, false);
	if (!text && sym)
		text = with_offset(arena, sym->name,
				   (int64_t)(addr - sym->addr));
	return text;
}

/* The symbol of a section that has this byte, not the section's own. */
static const struct sym *sym_around(const struct sec *sec, uint64_t off)
{
	vec_for_each(&sec->obj->syms, p) {
		const struct sym *sym = *p;

		if (sym->sec == sec && sym->type != STT_SECTION &&
		    *sym->name && off >= sym->value &&
		    off - sym->value < sym->size)
			return sym;
	}
	return NULL;
}

const char *code_name_ref(struct arena *arena, const struct code_ref *ref,
			  int64_t bias)
{
	int64_t off = ref->addend + bias;
	const struct sec *sec = ref->sym ? ref->sym->sec : NULL;
	const char *text = NULL;
	const struct sym *sym;

	if (!ref->sym)
		return with_offset(arena, ref->name, off);
	if (ref->sym->type != STT_SECTION || !sec)
		return with_offset(arena, ref->sym->name, off);
	if (off >= 0 && (uint64_t)off < sec->size) {
		sym = sym_around(sec, (uint64_t)off);
		if (sym)
			return with_offset(arena, sym->name,
					   off - (int64_t)sym->value);
		if (sec->data && !(sec->flags & (SHF_EXECINSTR | SHF_WRITE)))
			text = quoted(arena, sec->data + off,
				      sec->size - (uint64_t)off, !off);
	}
	return text ? text : with_offset(arena, sec->name, off);
}
