// SPDX-License-Identifier: GPL-2.0
/*
 * entry - cut sections that are rows of equal things: tables and strings
 *
 * The size of an entry is what the user said, else what the table of sections
 * says, else what the distance between relocations tells. It must fit: every
 * entry has its relocation to code at the same place, and nothing is left
 * over. A table that does not look like that is refused, not guessed.
 */
#include <inttypes.h>
#include <string.h>

#include "diff/model.h"

static uint32_t given_size(const struct diff *d, const struct sec *sec)
{
	const struct diff_options *opt = d->opt;

	for (size_t i = 0; i < opt->n_sizes; i++)
		if (!strcmp(opt->sizes[i].section, sec->name))
			return opt->sizes[i].size;
	return 0;
}

/* As far apart as the relocations of two entries are. */
static uint64_t told_size(const struct sec *sec, uint32_t relocs)
{
	const struct rela *v = sec->relas.v;

	if (!sec->relas.n || sec->relas.n % relocs)
		return 0;
	if (sec->relas.n == relocs)
		return sec->size;
	return v[relocs].off - v[0].off;
}

static bool size_fits(const struct sec *sec, uint64_t size)
{
	const struct special *row = sec->special;
	uint64_t n = 0, at = row->owner;

	if (!size || size > UINT32_MAX || sec->size % size)
		return false;
	vec_for_each(&sec->relas, rela) {
		if (rela->off == at) {
			at += size;
			n++;
		} else if (rela->off > at) {
			return false;
		}
	}
	return n == sec->size / size;
}

void entries_split(struct diff *d, struct side *side, struct sec *sec)
{
	const struct special *row = sec->special;
	uint64_t size = given_size(d, sec);

	if (!sec->size)
		return;
	if (!size)
		size = row->size;
	if (!size)
		size = told_size(sec, row->relocs);
	if (!size_fits(sec, size)) {
		refuse(d, "KM015", NULL, "give the size with --entry-size, if "
		       "this kernel's is another", "%s: %" PRIu64 " bytes with "
		       "%zu relocations are no table of entries of %" PRIu64
		       " bytes%s%s", sec->name, sec->size, sec->relas.n, size,
		       row->entry ? ", struct " : "",
		       row->entry ? row->entry : "");
		return;
	}
	sec_cut(sec)->size = size;
	for (uint64_t off = 0; off < sec->size; off += size)
		piece_add(side, sec, PIECE_ENTRY, off, size);
}

/* A string with its NUL; without one, the rest. */
static uint64_t string_size(const struct sec *sec, uint64_t off)
{
	uint64_t unit = sec->entsize, at = off;
	static const uint8_t zero[8];

	while (at + unit <= sec->size && unit <= sizeof(zero)) {
		at += unit;
		if (!memcmp(sec->data + at - unit, zero, unit))
			return at - off;
	}
	return sec->size - off;
}

void strings_split(struct side *side, struct sec *sec)
{
	bool strings = sec->flags & SHF_STRINGS;
	uint64_t off = 0, size;

	while (off < sec->size) {
		size = strings ? string_size(sec, off) : sec->entsize;
		if (size > sec->size - off)
			size = sec->size - off;
		piece_add(side, sec, strings ? PIECE_STRING : PIECE_CONST, off,
			  size);
		off += size;
	}
}
