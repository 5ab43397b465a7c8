// SPDX-License-Identifier: GPL-2.0
/*
 * insns - in which instructions two functions differ
 *
 * Distances of jumps do not count, nor bytes that relocations fill in; what
 * relocations lead to does. The longest common subsequence of what is left is
 * what did not change.
 */
#include "diff/insns.h"

#include <string.h>

#include "elf/names.h"

#define MAX_CELLS (UINT64_C(1) << 24)

static uint64_t mix(uint64_t hash, const void *data, size_t size)
{
	const uint8_t *p = data;

	while (size--)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t mix_text(uint64_t hash, const struct ref *ref)
{
	const struct piece *to = ref->piece;

	if (ref->to < 0 || (uint64_t)ref->to > to->size || !to->sec->data)
		return hash;
	return mix(hash, to->sec->data + to->off + ref->to,
		   to->size - (uint64_t)ref->to);
}

/* Twins are the same, and so are equal texts. */
static uint64_t mix_ref(uint64_t hash, const struct piece *from,
			const struct ref *ref, bool patched)
{
	const struct piece *to = ref->piece;

	if (!to)
		return mix(hash, ref->sym->name, strlen(ref->sym->name));
	if (to->kind == PIECE_STRING)
		return mix_text(hash, ref);
	if (to == from)		/* a jump inside */
		return hash;
	if (patched && to->twin)
		to = to->twin;
	hash = mix(hash, &to, to->name ? sizeof(to) : 0);
	return mix(hash, &ref->to, sizeof(ref->to));
}

static uint64_t insn_hash(const struct piece *piece, uint64_t off,
			  const struct insn *insn, size_t *ref_at,
			  bool patched)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	uint8_t code[16];

	memcpy(code, piece->sec->data + piece->base + off, insn->len);
	if (insn->rel_size)
		memset(code + insn->rel_off, 0, insn->rel_size);
	/* a long jump and a short one */
	if (insn->rel_size && code[0] == 0xe9)
		code[0] = 0xeb;
	while (*ref_at < piece->refs.n) {
		const struct ref *ref = &piece->refs.v[*ref_at];
		uint64_t at = (uint64_t)ref->off - off;

		if (ref->off >= 0 && (uint64_t)ref->off >= off + insn->len)
			break;
		(*ref_at)++;
		if (ref->off < 0 || at >= insn->len)
			continue;
		if (at + reloc_width(ref->type) <= insn->len)
			memset(code + at, 0, reloc_width(ref->type));
		hash = mix_ref(hash, piece, ref, patched);
	}
	return mix(hash, code, insn->rel_size ? insn->rel_off : insn->len);
}

void insns_read(const struct piece *piece, bool patched, struct insns *ret)
{
	uint64_t size = piece->size - (piece->base - piece->off);
	size_t ref_at = 0;
	struct insn insn;

	for (uint64_t off = 0; piece->sec->data && off < size;
	     off += insn.len) {
		if (!insn_decode(piece->sec->data + piece->base + off,
				 size - off, &insn) || insn.len > 15)
			return;
		vec_push(&ret->offs, off);
		vec_push(&ret->hashes, insn_hash(piece, off, &insn, &ref_at,
						 patched));
	}
}

void insns_deinit(struct insns *insns)
{
	vec_deinit(&insns->offs);
	vec_deinit(&insns->hashes);
}

struct window {
	const struct insns *a, *b;
	size_t head, n, m;	/* common ones in front; others of each */
};

/* len[i * (m + 1) + j]: what the rests from i and j have in common. */
static uint32_t *common(const struct window *w)
{
	size_t width = w->m + 1;
	uint32_t *len = xcalloc((w->n + 1) * width, sizeof(*len));

	for (size_t i = w->n; i-- > 0;)
		for (size_t j = w->m; j-- > 0;) {
			uint32_t *cell = &len[i * width + j];

			if (w->a->hashes.v[w->head + i] ==
			    w->b->hashes.v[w->head + j])
				*cell = cell[width + 1] + 1;
			else
				*cell = cell[width] > cell[1] ? cell[width] :
					cell[1];
		}
	return len;
}

bool insns_differ(const struct insns *a, const struct insns *b,
		  void (*see)(void *data, bool patched, uint64_t off),
		  void *data)
{
	struct window w = { a, b, 0, a->offs.n, b->offs.n };
	size_t i = 0, j = 0;
	uint32_t *len;

	while (w.n && w.m && a->hashes.v[w.head] == b->hashes.v[w.head]) {
		w.head++;
		w.n--;
		w.m--;
	}
	while (w.n && w.m && a->hashes.v[w.head + w.n - 1] ==
			     b->hashes.v[w.head + w.m - 1]) {
		w.n--;
		w.m--;
	}
	if ((w.n + 1) * (w.m + 1) > MAX_CELLS)
		return false;
	len = common(&w);
	while (i < w.n || j < w.m) {
		if (i < w.n && j < w.m && a->hashes.v[w.head + i] ==
					  b->hashes.v[w.head + j]) {
			i++;
			j++;
		} else if (j == w.m || (i < w.n &&
			   len[(i + 1) * (w.m + 1) + j] >=
			   len[i * (w.m + 1) + j + 1])) {
			see(data, false, a->offs.v[w.head + i++]);
		} else {
			see(data, true, b->offs.v[w.head + j++]);
		}
	}
	free(len);
	return true;
}
