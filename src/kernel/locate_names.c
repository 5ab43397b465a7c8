// SPDX-License-Identifier: GPL-2.0
/*
 * locate_names - where kallsyms lets a section of the unit be
 *
 * The rarest name of a section has the fewest candidates; each is a base, and
 * stays one only if all other names of the section are where they would have
 * to be. Weak symbols say little, since another definition may have won: a
 * section that has no others may be where one of them is.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "kernel/image.h"
#include "kernel/locate.h"

/* scripts/mksysmap and scripts/kallsyms.c, 6.1 and 6.12 */
bool names_left_out(const char *name)
{
	static const char *const prefixes[] = {
		".L", "$", "__crc_", "__kstrtab", "__efistub_",
	};

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return !*name;
}

bool names_global_at(const struct locate *l, const char *name, uint64_t addr)
{
	const struct ksym *sym = map_find(&l->facts->by_name, name);

	for (; sym; sym = sym->same)
		if (sym->addr == addr && isupper((unsigned char)sym->type))
			return true;
	return false;
}

static bool is_name(const struct sym *sym, const struct sec *sec)
{
	return sym->sec == sec && sym->type != STT_SECTION &&
	       sym->type != STT_FILE && !names_left_out(sym->name);
}

struct err *names_check(const struct locate *l, const struct place *place,
			uint64_t base)
{
	const struct sec *sec = place->sec;
	uint64_t addr;

	if (sec->align > 1 && base % sec->align)
		return err_new(ERR_FAILED, "section '%s' cannot be at %#"
			       PRIx64 ": alignment", sec->name, base);
	if (sec->size && (!image_has(&l->facts->image, base) ||
			  !image_has(&l->facts->image, base + sec->size - 1)))
		return err_new(ERR_FAILED, "section '%s' cannot be at %#"
			       PRIx64 ": outside of the image", sec->name,
			       base);
	vec_for_each(&place->names, p) {
		addr = base + (*p)->value;
		if (!facts_find_at(l->facts, (*p)->name, addr))
			return err_new(ERR_FAILED, "'%s' should be at %#"
				       PRIx64 ", where kallsyms has no such "
				       "name", (*p)->name, addr);
	}
	return NULL;
}

static bool has_base(const struct place *place, uint64_t base)
{
	vec_for_each(&place->bases, p)
		if (*p == base)
			return true;
	return false;
}

static void add_candidates(struct locate *l, struct place *place,
			   const struct sym *sym)
{
	const struct ksym *ksym = map_find(&l->facts->by_name, sym->name);
	struct err *err;
	uint64_t base;

	for (; ksym; ksym = ksym->same) {
		base = ksym->addr - sym->value;
		err = names_check(l, place, base);
		if (!err && !has_base(place, base))
			vec_push(&place->bases, base);
		err_destroy(err);
	}
}

void names_anchor(struct locate *l, struct place *place)
{
	const struct sym *rare = NULL;
	size_t n, least = SIZE_MAX;

	vec_for_each(&l->unit->syms, p)
		if (is_name(*p, place->sec) && (*p)->bind != STB_WEAK)
			vec_push(&place->names, *p);
	vec_for_each(&place->names, p) {
		n = facts_count(l->facts, (*p)->name);
		if (n >= least)
			continue;
		least = n;
		rare = *p;
	}
	if (rare) {
		add_candidates(l, place, rare);
		return;
	}
	vec_for_each(&l->unit->syms, p)
		if (is_name(*p, place->sec))
			add_candidates(l, place, *p);
}
