// SPDX-License-Identifier: GPL-2.0
/*
 * link_jumps - one jump for each function that is replaced
 *
 * Through it a settled function is reached without a handler, see
 * patch/kmend_jump.h. The entry unit has one that leads nowhere; all others
 * are made of it, with the hint for objtool, so that its code and what the
 * hint says are the kernel's own headers' business. Runs before objtool.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "build/link.h"
#include "kmend_abi.h"

#define SEC_HINTS	".discard.unwind_hints"
#define HINT_SIZE	12	/* struct unwind_hint, Linux 6.1 and 6.12 */
#define NR_HINTS	2	/* for each of the two instructions */
#define JUMP_IMM	4	/* where the address is in the instruction */
#define INT3		0xcc

/* The jump of the entry unit. */
struct model {
	struct sec *jumps, *hints;
	struct sym *sym;
	struct rela hint[NR_HINTS];	/* they lead into the jump */
	uint64_t stride;
};

static struct err *model_find(struct obj *obj, struct model *m)
{
	size_t n = 0;

	m->jumps = obj_find_sec(obj, KMEND_ABI_SEC_JUMPS);
	if (!m->jumps)
		return NULL;
	m->hints = obj_find_sec(obj, SEC_HINTS);
	m->sym = obj_find_sym(obj, KMEND_ABI_JUMP);
	if (m->hints)
		vec_for_each(&m->hints->relas, r)
			if (r->sym->sec == m->jumps && n++ < NR_HINTS)
				m->hint[n - 1] = *r;
	if (n != NR_HINTS || !m->sym || m->sym->value ||
	    m->hint[0].off % HINT_SIZE || m->hint[1].off % HINT_SIZE ||
	    m->jumps->size < JUMP_IMM + 4)
		return err_new(ERR_FAILED, "the jump in the entry of the patch "
			       "is not what it should be");
	m->stride = (m->jumps->size + 15) & ~15ul;
	return NULL;
}

static int rela_compare(const void *a, const void *b)
{
	const struct rela *x = a, *y = b;

	return x->off < y->off ? -1 : x->off > y->off;
}

/* @sec becomes @to bytes long; what is new is INT3. Return: its bytes. */
static uint8_t *sec_widen(struct sec *sec, uint64_t to)
{
	uint8_t *data = arena_alloc(sec->obj->arena, to);

	memset(data, INT3, to);
	memcpy(data, sec->data, sec->size);
	sec->data = data;
	sec->size = to;
	return data;
}

/* The hints of the jump at @at, from @to on in @hints. */
static void hints_add(const struct model *m, uint8_t *hints, uint64_t to,
		      uint64_t at)
{
	for (size_t i = 0; i < NR_HINTS; i++, to += HINT_SIZE) {
		const struct rela *r = &m->hint[i];

		memcpy(hints + to, hints + r->off, HINT_SIZE);
		sec_add_rela(m->hints, to, r->type, r->sym, r->addend + at);
	}
}

static const struct rela *find_new(const struct sec *funcs, uint64_t entry)
{
	vec_for_each(&funcs->relas, r)
		if (r->off == entry + offsetof(struct kmend_abi_func, new_addr))
			return r;
	return NULL;
}

/* The jumps, the first of which is the entry's own. One name is for all. */
static struct err *jumps_make(const struct model *m, struct sec *funcs)
{
	const uint64_t size = m->jumps->size;
	const size_t n = funcs->size / sizeof(struct kmend_abi_func);
	const size_t nr_relas = m->jumps->relas.n;
	const uint64_t hint = m->hints->size;
	uint8_t *code, *hints;

	if (!n)
		return NULL;
	code = sec_widen(m->jumps, (n - 1) * m->stride + size);
	m->sym->size = m->jumps->size;
	hints = sec_widen(m->hints, hint + (n - 1) * NR_HINTS * HINT_SIZE);
	for (size_t i = 0; i < n; i++) {
		const uint64_t at = i * m->stride;
		const uint64_t entry = i * sizeof(struct kmend_abi_func);
		const struct rela *to = find_new(funcs, entry);

		if (!to)
			return err_new(ERR_FAILED, "function %zu of the patch "
				       "has no address", i);
		if (i) {
			memcpy(code + at, code, size);
			hints_add(m, hints, hint + (i - 1) * NR_HINTS *
				  HINT_SIZE, at);
		}
		for (size_t r = 0; i && r < nr_relas; r++) {
			const struct rela rela = m->jumps->relas.v[r];

			sec_add_rela(m->jumps, at + rela.off, rela.type,
				     rela.sym, rela.addend);
		}
		sec_add_rela(funcs,
			     entry + offsetof(struct kmend_abi_func, jump),
			     R_X86_64_PC32, m->jumps->sym, (int64_t)at);
	}
	for (size_t i = 0; i < n; i++) {
		const struct rela *to = find_new(funcs, i *
						 sizeof(struct kmend_abi_func));

		sec_add_rela(m->jumps, i * m->stride + JUMP_IMM, R_X86_64_32S,
			     to->sym, to->addend);
	}
	return NULL;
}

struct err *link_jumps(const char *linked)
{
	_cleanup_obj_ struct obj *obj = NULL;
	struct err *err = obj_read(linked, &obj);
	struct model m = {0};
	struct sec *funcs;

	if (err)
		return err;
	funcs = obj_find_sec(obj, KMEND_ABI_SEC_FUNCS);
	if (funcs)
		err = model_find(obj, &m);
	if (err || !funcs || !m.jumps)
		return err;
	err = jumps_make(&m, funcs);
	if (err)
		return err;
	qsort(m.jumps->relas.v, m.jumps->relas.n, sizeof(struct rela),
	      rela_compare);
	qsort(funcs->relas.v, funcs->relas.n, sizeof(struct rela),
	      rela_compare);
	return obj_write(obj, linked);
}
