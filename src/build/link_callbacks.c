// SPDX-License-Identifier: GPL-2.0
/*
 * link_callbacks - may a function of the patch be called by its address?
 *
 * Old callers come through the core, and what the patch's own code calls is on
 * a stack. But the address of a new function can be anywhere: in a timer, in
 * work, in what the kernel allocated. The core has to watch such a patch, which
 * costs something with each timer that anybody starts; so it is told which.
 *
 * Addresses of functions that are replaced do not count: they are those of the
 * old ones (docs/decisions/calls-new-addresses-old.md), and link_refs() sees
 * them as symbols of the kernel.
 */
#include <string.h>

#include "build/link.h"
#include "diff/special.h"

static bool is_function(const struct obj *obj, const struct sec *sec,
			uint64_t off)
{
	vec_for_each(&obj->syms, sym)
		if ((*sym)->type == STT_FUNC && (*sym)->sec == sec &&
		    (*sym)->value == off)
			return true;
	return false;
}

/*
 * Is it the displacement of an operand, not of a branch? An operand relative to
 * RIP has a ModRM byte before it, of the form 00xxx101 (Intel SDM, volume 2,
 * 2.2.1.6), and no opcode of a call or a jump looks like that.
 */
static bool is_operand(const struct sec *sec, uint64_t off)
{
	return off && off <= sec->size && (sec->data[off - 1] & 0xc7) == 0x05;
}

/* Does it give away where a function begins? */
static bool leads_away(const struct obj *obj, const struct sec *sec,
		       const struct rela *rela)
{
	const struct sec *to = rela->sym->sec;
	uint64_t off = rela->sym->value + (uint64_t)rela->addend;
	bool relative = rela->type == R_X86_64_PC32 ||
			rela->type == R_X86_64_PLT32;

	if (!to || !(to->flags & SHF_EXECINSTR))
		return false;
	if (relative && sec->flags & SHF_EXECINSTR) {
		if (!is_operand(sec, rela->off))
			return false;
		off += 4;
	}
	return is_function(obj, to, off);
}

/*
 * Tables that somebody reads who calls nothing, those of ours among them; and
 * what is gone once the module is there (the entry of the patch has some).
 */
static bool is_table(const struct sec *sec)
{
	const struct special *row = special_find(sec);

	return !row || row->init || !strncmp(sec->name, ".kmend.", strlen(".kmend.")) ||
	       (row->act != SP_TEXT && row->act != SP_DATA &&
		row->act != SP_OPAQUE);
}

bool link_callbacks(const struct obj *obj)
{
	vec_for_each(&obj->secs, sec) {
		if (is_table(*sec))
			continue;
		vec_for_each(&(*sec)->relas, rela)
			if (leads_away(obj, *sec, rela))
				return true;
	}
	return false;
}
