// SPDX-License-Identifier: GPL-2.0
/*
 * locate_bind - what a relocation in the image says about the unit's symbols
 *
 * The first relocation that leads to a section supposes its base, later ones
 * must agree. A symbol of another unit must be where kallsyms has a global
 * symbol of that name. Of a section whose contents the linker merged with
 * others, the content itself is compared.
 */
#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "elf/names.h"
#include "kernel/locate.h"

size_t bind_mark(const struct locate *l)
{
	return l->journal.n;
}

void bind_undo(struct locate *l, size_t mark)
{
	while (l->journal.n > mark)
		l->journal.v[--l->journal.n]->known = false;
}

static void bind(struct locate *l, struct bound *bound, uint64_t value)
{
	bound->known = true;
	bound->value = value;
	vec_push(&l->journal, bound);
}

struct err *bind_place(struct locate *l, struct place *place, uint64_t base)
{
	struct err *err;

	if (place->base.known) {
		if (place->base.value == base)
			return NULL;
		return err_new(ERR_FAILED, "section '%s' would be at %#" PRIx64
			       " and at %#" PRIx64, place->sec->name,
			       place->base.value, base);
	}
	err = names_check(l, place, base);
	if (err)
		return err;
	bind(l, &place->base, base);
	return NULL;
}

/* Bytes of one string, its end included; 0 if it has no end. */
static uint64_t string_size(const struct sec *sec, uint64_t off)
{
	uint64_t unit = sec->entsize ? sec->entsize : 1, end, i;

	for (end = off; end + unit <= sec->size; end += unit) {
		for (i = 0; i < unit && !sec->data[end + i]; i++)
			;
		if (i == unit)
			return end + unit - off;
	}
	return 0;
}

/*
 * The linker looks up what is at the symbol, or, for a section symbol, at
 * symbol and addend (_bfd_elf_rela_local_sym()); gas makes the latter only
 * for absolute addresses.
 */
static struct err *bind_merged(struct locate *l, const struct rela *rela,
			       uint64_t value)
{
	const struct sec *sec = rela->sym->sec;
	uint64_t off = rela->sym->value, size;
	const uint8_t *image;

	if (rela->sym->type == STT_SECTION) {
		off += rela->addend;
		value += rela->addend;
	}
	if (off >= sec->size || !sec->data)
		return err_new(ERR_FAILED, "leads out of section '%s'",
			       sec->name);
	if (sec->flags & SHF_STRINGS) {
		size = string_size(sec, off);
	} else {
		size = sec->entsize ? sec->entsize - off % sec->entsize : 1;
		size = size < sec->size - off ? size : sec->size - off;
	}
	image = image_at(&l->facts->image, value, size);
	if (!size || !image || memcmp(image, sec->data + off, size))
		return err_new(ERR_FAILED, "leads to %#" PRIx64 ", which does "
			       "not hold what '%s' has", value, sec->name);
	return NULL;
}

/* A symbol whose definition, as far as this unit knows, is elsewhere. */
static struct err *bind_elsewhere(struct locate *l, const struct sym *sym,
				  uint64_t value)
{
	struct bound *bound;

	if (sym->bind == STB_WEAK && !sym->sec && !value)
		return NULL;
	if (!names_global_at(l, sym->name, value) &&
	    !names_left_out(sym->name))
		return err_new(ERR_FAILED, "'%s' would be at %#" PRIx64
			       ", where kallsyms has no such name", sym->name,
			       value);
	bound = map_find_num(&l->targets, (uintptr_t)sym);
	if (!bound) {
		bound = arena_new(l->arena, struct bound);
		map_put_num(&l->targets, (uintptr_t)sym, bound);
	}
	if (!bound->known)
		bind(l, bound, value);
	else if (bound->value != value)
		return err_new(ERR_FAILED, "'%s' would be at %#" PRIx64
			       " and at %#" PRIx64, sym->name, bound->value,
			       value);
	return NULL;
}

struct err *bind_rela(struct locate *l, const struct rela *rela,
		      uint64_t value)
{
	const struct sym *sym = rela->sym;
	struct place *place;

	if (!sym->sec && sym->shndx == SHN_ABS)
		return value == sym->value ? NULL :
		       err_new(ERR_FAILED, "unit has the number %#" PRIx64
			       ", image has %#" PRIx64, sym->value, value);
	if (!sym->sec || sym->bind == STB_WEAK)
		return bind_elsewhere(l, sym, value);
	place = locate_place(l, sym->sec);
	if (!place)
		return err_new(ERR_FAILED, "leads to '%s', which is not loaded",
			       sym->sec->name);
	if (place->act == LOCATE_MERGE)
		return bind_merged(l, rela, value);
	return bind_place(l, place, value - sym->value);
}
