// SPDX-License-Identifier: GPL-2.0
/* ibt - the list of sealed functions, as image and module have it */
#include "kernel/ibt.h"

#include <string.h>

#include "elf/names.h"

static const uint8_t endbr64[4] = { 0xf3, 0x0f, 0x1e, 0xfa };

/* Each entry is the distance from itself to a function. */
static bool is_sealed(const struct facts *facts, uint64_t begin, uint64_t end,
		      uint64_t addr)
{
	int32_t distance;

	for (; begin < end && end - begin >= sizeof(distance);
	     begin += sizeof(distance)) {
		const uint8_t *entry = image_at(&facts->image, begin,
						sizeof(distance));

		if (!entry)
			return false;
		memcpy(&distance, entry, sizeof(distance));
		if (begin + (uint64_t)(int64_t)distance == addr)
			return true;
	}
	return false;
}

enum ibt facts_ibt(const struct facts *facts, uint64_t addr)
{
	const struct ksym *begin = facts_find(facts, "__ibt_endbr_seal", 0);
	const struct ksym *end = facts_find(facts, "__ibt_endbr_seal_end", 0);
	const uint8_t *code = image_at(&facts->image, addr, sizeof(endbr64));

	if (!begin || !end || !code)
		return IBT_CALLABLE;
	if (memcmp(code, endbr64, sizeof(endbr64)))
		return IBT_ABSENT;
	return is_sealed(facts, begin->addr, end->addr, addr) ? IBT_SEALED :
								IBT_CALLABLE;
}

/* Each entry is a relocation of 32 bits to a function. */
static bool module_seals(const struct sec *seal, const struct sec *sec,
			 uint64_t off)
{
	vec_for_each(&seal->relas, rela)
		if (rela->sym->sec == sec &&
		    rela->sym->value + (uint64_t)rela->addend == off)
			return true;
	return false;
}

enum ibt module_ibt(const struct obj *ko, const struct sec *sec, uint64_t off)
{
	const struct sec *seal = obj_find_sec(ko, SEC_IBT_SEAL);

	if (!seal || !sec->data || off > sec->size ||
	    sec->size - off < sizeof(endbr64))
		return IBT_CALLABLE;
	if (memcmp(sec->data + off, endbr64, sizeof(endbr64)))
		return IBT_ABSENT;
	return module_seals(seal, sec, off) ? IBT_SEALED : IBT_CALLABLE;
}
