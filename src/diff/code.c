// SPDX-License-Identifier: GPL-2.0
/*
 * code - what relocations of code mean, and those that the assembler left out
 *
 * A PC-relative relocation counts from the end of its instruction, which is
 * not always the end of the field: "cmpl $0, x(%rip)" has an immediate behind
 * it. And between two functions of one section the assembler writes distances
 * itself; they become relocations here, so that either function can be moved.
 */
#include <string.h>

#include "diff/model.h"

static bool is_pcrel(uint32_t type)
{
	return type == R_X86_64_PC32 || type == R_X86_64_PLT32;
}

/* A distance to another piece of this section becomes a relocation. */
static bool imply(struct sec *sec, uint64_t pos, const struct insn *insn,
		  bool branch)
{
	uint8_t off = branch ? insn->rel_off : insn->disp_off;
	uint64_t end = pos + insn->len, at = pos + off;
	uint64_t to = end + (branch ? insn->rel : insn->disp);
	struct piece *from = piece_at(sec, pos), *piece = piece_at(sec, to);
	uint32_t type = R_X86_64_PC32;

	if (to >= sec->size || from == piece || !from || !piece)
		return false;
	if (branch)
		type = insn->rel_size == 4 ? R_X86_64_PLT32 : R_X86_64_PC8;
	sec_add_rela(sec, at, type, sec->sym, (int64_t)(to - (end - at)));
	return true;
}

static int rela_cmp(const void *a, const void *b)
{
	const struct rela *x = a, *y = b;

	return (x->off > y->off) - (x->off < y->off);
}

/* Relocations [@i, ...) that lie in the instruction at @pos; how many. */
static size_t scan_insn(struct sec *sec, size_t i, uint64_t pos,
			const struct insn *insn)
{
	struct cut *cut = sec_cut(sec);
	size_t n = 0;

	for (; i < sec->relas.n && sec->relas.v[i].off < pos + insn->len;
	     i++, n++) {
		const struct rela *rela = &sec->relas.v[i];

		if (rela->off < pos || !is_pcrel(rela->type))
			continue;
		cut->bias[i] = pos + insn->len - rela->off;
		cut->branch[i] = insn->rel_off &&
				 rela->off == pos + insn->rel_off;
	}
	return n;
}

/* Calls @see for each instruction; what is none is skipped byte by byte. */
static void for_each_insn(struct sec *sec,
			  void (*see)(struct sec *, uint64_t,
				      const struct insn *, void *), void *arg)
{
	struct cut *cut = sec_cut(sec);
	uint64_t pos = 0, limit;
	struct insn insn;
	size_t p = 0;

	while (pos < sec->size) {
		while (p < cut->pieces.n && cut->pieces.v[p]->base <= pos)
			p++;
		limit = p < cut->pieces.n ? cut->pieces.v[p]->base : sec->size;
		if (!insn_decode(sec->data + pos, limit - pos, &insn))
			insn.len = 1;
		else
			see(sec, pos, &insn, arg);
		pos += insn.len;
	}
}

static bool has_rela(const struct sec *sec, size_t n, uint64_t at)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (sec->relas.v[mid].off < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && sec->relas.v[low].off == at;
}

static void see_implied(struct sec *sec, uint64_t pos, const struct insn *insn,
			void *arg)
{
	size_t n = *(size_t *)arg;

	if (insn->rel_off && !has_rela(sec, n, pos + insn->rel_off))
		imply(sec, pos, insn, true);
	if (insn->disp_off && !has_rela(sec, n, pos + insn->disp_off))
		imply(sec, pos, insn, false);
}

static void see_relas(struct sec *sec, uint64_t pos, const struct insn *insn,
		      void *arg)
{
	size_t *i = arg;

	while (*i < sec->relas.n && sec->relas.v[*i].off < pos)
		(*i)++;
	*i += scan_insn(sec, *i, pos, insn);
}

void code_scan(struct sec *sec)
{
	struct arena *arena = sec->obj->arena;
	struct cut *cut = sec_cut(sec);
	size_t n = sec->relas.n, i = 0;

	if (!sec->data)
		return;
	if (cut->pieces.n > 1) {
		for_each_insn(sec, see_implied, &n);
		if (sec->relas.n > n)
			vec_sort(&sec->relas, rela_cmp);
	}
	cut->bias = arena_array(arena, sec->relas.n + 1, sizeof(*cut->bias));
	cut->branch = arena_array(arena, sec->relas.n + 1,
				  sizeof(*cut->branch));
	for (i = 0; i < sec->relas.n; i++)
		cut->bias[i] = is_pcrel(sec->relas.v[i].type) ? 4 : 0;
	i = 0;
	for_each_insn(sec, see_relas, &i);
}

struct sec *rela_target(const struct sec *sec, size_t i, uint64_t *ret_addr)
{
	const struct rela *rela = &sec->relas.v[i];
	const struct cut *cut = sec_cut(sec);

	*ret_addr = rela->sym->value + rela->addend +
		    (cut->bias ? cut->bias[i] : 0);
	return rela->sym->sec;
}
