// SPDX-License-Identifier: GPL-2.0
/*
 * entry - cut sections that are rows of equal things: tables and strings
 *
 * The size of an entry is what the user said, else what the kernel's own types
 * say, else one that the table of sections knows from some kernel, else what
 * the distance between relocations tells. It must fit: every entry has its
 * relocation to code at the same place, and looks like the first. A table
 * that does not is not guessed at: it is opaque, which matters only if the
 * change touches it.
 */
#include <string.h>

#include "diff/model.h"
#include "kernel/btf.h"

static uint32_t given_size(const struct diff *d, const struct sec *sec)
{
	const struct special *row = sec->special;
	const struct diff_options *opt = d->opt;

	for (size_t i = 0; i < opt->n_sizes; i++)
		if (!strcmp(opt->sizes[i].section, sec->name))
			return opt->sizes[i].size;
	if (opt->facts && row->entry)
		return facts_struct_size(opt->facts, row->entry);
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

/* An assembler may leave out the padding behind the last entry. */
static uint64_t n_entries(const struct sec *sec, uint64_t size)
{
	return (sec->size + size - 1) / size;
}

static bool size_fits(const struct sec *sec, uint64_t size)
{
	const struct special *row = sec->special;
	uint64_t n = 0, at = row->owner;

	if (!size || size > UINT32_MAX ||
	    (sec->size % size && sec->size % size < size / 2))
		return false;
	vec_for_each(&sec->relas, rela) {
		if (rela->off == at) {
			at += size;
			n++;
		} else if (rela->off > at) {
			return false;
		}
	}
	return n == n_entries(sec, size);
}

/* Does a relocation lead to code, to something else here, or elsewhere? */
static int target_kind(const struct rela *rela)
{
	const struct special *row;

	if (!rela->sym->sec)
		return 0;
	row = rela->sym->sec->special;
	return row && row->act == SP_TEXT ? 1 : 2;
}

/* Do all entries look like the first? */
static bool is_periodic(const struct sec *sec, uint64_t size)
{
	const struct special *row = sec->special;
	const struct rela *v = sec->relas.v;
	size_t n = 0;

	while (n < sec->relas.n && v[n].off < size)
		n++;
	if (n < row->relocs || n * n_entries(sec, size) != sec->relas.n)
		return false;
	for (size_t i = n; i < sec->relas.n; i++)
		if (v[i].off != v[i - n].off + size ||
		    v[i].type != v[i - n].type ||
		    target_kind(&v[i]) != target_kind(&v[i - n]))
			return false;
	return size_fits(sec, size);
}

/*
 * Smaller sizes first: two entries of 12 bytes look like one of 24, but two
 * of 12 do not look like three of 8.
 */
static uint64_t known_size(const struct sec *sec)
{
	const struct special *row = sec->special;
	uint64_t best = 0;

	if (row->abs_size && sec->relas.n &&
	    sec->relas.v[0].type == R_X86_64_64)
		return row->abs_size;
	for (size_t i = 0; i < ARRAY_LEN(row->other_sizes); i++) {
		uint64_t size = row->other_sizes[i];

		if (size && (!best || size < best) && is_periodic(sec, size))
			best = size;
	}
	if (best && (best < row->size || !is_periodic(sec, row->size)))
		return best;
	return row->size;
}

/*
 * What an author writes in C, the compiler may align to more than its size;
 * then there are gaps, and the symbols tell where entries are.
 */
static bool named_split(struct side *side, struct sec *sec)
{
	const struct special *row = sec->special;
	struct cut *cut = sec_cut(sec);

	if (!row->hook || !cut->syms.n)
		return false;
	vec_for_each(&cut->syms, sym)
		if ((*sym)->size != row->size ||
		    sec->size - (*sym)->value < row->size)
			return false;
	vec_for_each(&cut->syms, sym)
		piece_add(side, sec, PIECE_ENTRY, (*sym)->value, row->size);
	cut_sort(sec);
	cut->size = row->size;
	return true;
}

void entries_split(struct diff *d, struct side *side, struct sec *sec)
{
	const struct special *row = sec->special;
	struct cut *cut = sec_cut(sec);
	uint64_t size = given_size(d, sec);

	if (!sec->size || named_split(side, sec))
		return;
	if (!size)
		size = known_size(sec);
	if (!size)
		size = told_size(sec, row->relocs);
	cut->size = size;
	if (!size_fits(sec, size)) {
		opaque_make(side, sec);
		return;
	}
	for (uint64_t off = 0; off < sec->size; off += size)
		piece_add(side, sec, PIECE_ENTRY, off,
			  size < sec->size - off ? size : sec->size - off);
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
