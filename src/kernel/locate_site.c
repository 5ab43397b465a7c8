// SPDX-License-Identifier: GPL-2.0
/*
 * locate_site - the rewrites that a unit may differ by, and no others
 *
 * objtool writes a no-operation over a jump of asm goto, at sites that the
 * unit's own __jump_table lists and whose key it marks (bit 1 of the key,
 * arch/x86/include/asm/jump_label.h: JUMP_LABEL_NOP by objtool). With IBT it
 * does so in the linked kernel only, so the unit still has the jump. Allowed
 * is exactly that: on one side the jump to the target that the table names,
 * on the other side the no-operation of the same size.
 *
 * The build of the kernel puts out one flag (flag_allows()).
 *
 * Everything else that objtool does (call sites, return and retpoline sites,
 * endbr) it writes into tables of its own and leaves the text alone.
 */
#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "kernel/locate.h"

/* struct jump_entry: s32 code, s32 target, s64 key, each counted from
 * itself (include/linux/jump_label.h) */
#define ENTRY_SIZE 16
#define ENTRY_TARGET 4
#define ENTRY_KEY 8
#define KEY_FOR_OBJTOOL 2

static struct err *site_read(struct locate *l, const struct sec *table,
			     const struct rela *rela)
{
	const struct rela *code = rela, *to = rela + 1, *key = rela + 2;
	struct site site = {
		.sec = code->sym->sec,
		.off = code->sym->value + code->addend,
		.to_sec = to->sym->sec,
		.to_off = to->sym->value + to->addend,
		.rewritten = (key->sym->value + key->addend) & KEY_FOR_OBJTOOL,
	};

	if (code->off % ENTRY_SIZE || to->off != code->off + ENTRY_TARGET ||
	    key->off != code->off + ENTRY_KEY || code->type != R_X86_64_PC32 ||
	    to->type != R_X86_64_PC32 || key->type != R_X86_64_PC64)
		return err_new(ERR_FAILED, "'%s'+%#" PRIx64 ": not a jump "
			       "entry that is understood", table->name,
			       code->off);
	if (!site.sec || !site.to_sec || site.off > site.sec->size ||
	    site.to_off > site.to_sec->size)
		return err_new(ERR_FAILED, "'%s'+%#" PRIx64 ": jump entry "
			       "that leads out of the unit", table->name,
			       code->off);
	vec_push(&l->sites, site);
	return NULL;
}

static int site_cmp(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	if (x->sec != y->sec)
		return (uintptr_t)x->sec < (uintptr_t)y->sec ? -1 : 1;
	return (x->off > y->off) - (x->off < y->off);
}

struct err *sites_read(struct locate *l)
{
	const struct sec *sec;
	struct err *err;

	vec_for_each(&l->places, p) {
		sec = (*p)->sec;
		if (!(*p)->row || !(*p)->row->jump_table)
			continue;
		if (sec->size % ENTRY_SIZE ||
		    sec->relas.n != sec->size / ENTRY_SIZE * 3)
			return err_new(ERR_FAILED, "'%s' is not a table of "
				       "jump entries", sec->name);
		for (size_t i = 0; i < sec->relas.n; i += 3) {
			err = site_read(l, sec, &sec->relas.v[i]);
			if (err)
				return err;
		}
	}
	vec_sort(&l->sites, site_cmp);
	return NULL;
}

static const struct site *site_find(const struct locate *l,
				    const struct sec *sec, uint64_t off)
{
	struct site key = { .sec = sec, .off = off };

	if (!l->sites.n)
		return NULL;
	return bsearch(&key, l->sites.v, l->sites.n, sizeof(key), site_cmp);
}

/* What stands at a site: a jump, or the no-operation of its size. */
struct insn {
	bool jump;
	unsigned int size;
	int32_t disp;
};

static bool insn_read(const uint8_t *data, uint64_t room, struct insn *ret)
{
	static const uint8_t nop2[] = { 0x66, 0x90 };
	static const uint8_t nop5[] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };

	*ret = (struct insn){0};
	if (room >= 2 && data[0] == 0xeb) {
		*ret = (struct insn){ true, 2, (int8_t)data[1] };
	} else if (room >= 5 && data[0] == 0xe9) {
		*ret = (struct insn){ true, 5, 0 };
		memcpy(&ret->disp, data + 1, sizeof(ret->disp));
	} else if (room >= 2 && !memcmp(data, nop2, 2)) {
		ret->size = 2;
	} else if (room >= 5 && !memcmp(data, nop5, 5)) {
		ret->size = 5;
	}
	return ret->size;
}

static const struct rela *rela_in(const struct sec *sec, uint64_t off,
				  uint64_t end)
{
	vec_for_each(&sec->relas, rela)
		if (rela->off >= off && rela->off < end &&
		    rela->type != R_X86_64_NONE)
			return rela;
	return NULL;
}

/* Does the unit's jump lead where its table says? */
static bool unit_jump_ok(const struct site *site, const struct insn *insn)
{
	uint64_t end = site->off + insn->size;
	const struct rela *rela = rela_in(site->sec, site->off, end);

	if (!rela)
		return site->sec == site->to_sec &&
		       end + (int64_t)insn->disp == site->to_off;
	return insn->size == 5 && rela->off == site->off + 1 &&
	       (rela->type == R_X86_64_PC32 ||
		rela->type == R_X86_64_PLT32) &&
	       rela->sym->sec == site->to_sec &&
	       rela->sym->value + rela->addend + 4 == site->to_off;
}

static bool image_jump_ok(const struct locate *l, const struct place *place,
			  const struct site *site, const struct insn *insn)
{
	const struct place *to = locate_place(l, site->to_sec);

	return to && to->base.known &&
	       place->base.value + site->off + insn->size +
			       (int64_t)insn->disp ==
		       to->base.value + site->to_off;
}

/*
 * scripts/sorttable.c (6.1, 6.12) sorts the kernel's table of exceptions when
 * it is linked, and puts out the flag that has it sorted at boot.
 */
static bool flag_allows(const struct locate *l, const struct place *place,
			const uint8_t *image, uint64_t off)
{
	static const uint8_t one[4] = { 1 }, zero[4] = { 0 };
	const struct sym *sym = obj_find_sym(l->unit,
					     "main_extable_sort_needed");

	return sym && sym->sec == place->sec && sym->value == off &&
	       sym->size == sizeof(one) &&
	       off + sizeof(one) <= place->sec->size &&
	       !memcmp(place->sec->data + off, one, sizeof(one)) &&
	       !memcmp(image + off, zero, sizeof(zero));
}

bool site_allows(const struct locate *l, const struct place *place,
		 const uint8_t *image, uint64_t off, uint64_t *ret_end)
{
	const struct site *site = site_find(l, place->sec, off);
	uint64_t room = place->sec->size - off;
	struct insn unit, there;

	if (flag_allows(l, place, image, off)) {
		*ret_end = off + 4;
		return true;
	}
	if (!site || !site->rewritten ||
	    !insn_read(place->sec->data + off, room, &unit) ||
	    !insn_read(image + off, room, &there) ||
	    unit.size != there.size || unit.jump == there.jump)
		return false;
	if (unit.jump ? !unit_jump_ok(site, &unit) :
			!image_jump_ok(l, place, site, &there) ||
				rela_in(place->sec, off, off + unit.size))
		return false;
	*ret_end = off + unit.size;
	return true;
}
