// SPDX-License-Identifier: GPL-2.0
/*
 * pass_runtime - no instruction waits for the kernel's boot
 *
 * Linux 6.12 writes some variables that never change after boot into the
 * instructions that use them (asm/runtime-const.h): the unit has
 *
 *	movabs $0x0123456789abcdef, %rax	48 b8 ef cd ab 89 67 45 23 01
 *
 * and an entry of runtime_ptr_NAME for the constant in it. Nobody does that
 * for a module, so the patch reads the variable, as modules do:
 *
 *	mov NAME(%rip), %rax			48 8b 05 00 00 00 00
 *	nopl (%rax)				0f 1f 00
 *
 * Reads: entries of RULE_LOAD.  Writes: diff->out.
 */
#include <string.h>

#include "diff/model.h"

#define MOVABS_SIZE 10

static const uint8_t marker[8] = {
	0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23, 0x01,
};

/* What the entry points at: the constant, two bytes into the instruction. */
static const struct ref *owner_ref(const struct piece *entry)
{
	vec_for_each(&entry->refs, ref)
		if (ref->piece == entry->owner)
			return ref;
	return NULL;
}

static void to_load(uint8_t *insn)
{
	static const uint8_t nop[3] = { 0x0f, 0x1f, 0x00 };
	uint8_t rex = insn[0], reg = insn[1] & 7;

	insn[0] = rex & 1 ? 0x4c : 0x48;	/* B of movabs is R of mov */
	insn[1] = 0x8b;
	insn[2] = 0x05 | reg << 3;
	memset(insn + 3, 0, 4);
	memcpy(insn + 7, nop, sizeof(nop));
}

static bool is_movabs(const uint8_t *insn)
{
	return (insn[0] & 0xfe) == 0x48 && (insn[1] & 0xf8) == 0xb8 &&
	       !memcmp(insn + 2, marker, sizeof(marker));
}

static struct sym *variable(struct diff *d, const char *name)
{
	struct piece *orig = map_find(&d->orig.by_name, name);

	return orig ? extern_piece(d, orig, name) : extern_global(d, name);
}

static void rewrite(struct diff *d, const struct piece *entry)
{
	const struct piece *owner = entry->owner;
	const struct ref *ref = owner_ref(entry);
	uint64_t at = (uint64_t)ref->to + (owner->base - owner->off) - 2;
	uint64_t off = owner->out_off + at;

	if (owner->size < MOVABS_SIZE || at > owner->size - MOVABS_SIZE ||
	    !is_movabs(owner->out->data + off)) {
		refuse(d, "KM018", piece_text(d->arena, owner), NULL,
		       "has an entry in %s, but no instruction that fits it",
		       entry->sec->name);
		return;
	}
	to_load(owner->out->data + off);
	sec_add_rela(owner->out, off + 3, R_X86_64_PC32,
		     variable(d, special_tail(entry->sec)), -4);
}

static int rela_cmp(const void *a, const void *b)
{
	const struct rela *x = a, *y = b;

	return (x->off > y->off) - (x->off < y->off);
}

struct err *pass_runtime(struct diff *d)
{
	side_for_each(&d->patched, p) {
		struct piece *entry = *p;

		if (entry->kind != PIECE_ENTRY || !entry->owner ||
		    !entry->owner->keep ||
		    piece_row(entry)->rule != RULE_LOAD)
			continue;
		rewrite(d, entry);
		vec_sort(&entry->owner->out->relas, rela_cmp);
	}
	return NULL;
}
