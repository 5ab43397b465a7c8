// SPDX-License-Identifier: GPL-2.0
/*
 * locate_ko - find a compiled unit in the module that it is a part of
 *
 * The module is linked here, as far as that is needed: its sections lie one
 * behind the other, symbols that it does not define get addresses of their
 * own, and relocations are applied. That makes it an image with kallsyms like
 * the kernel's, in which unit_locate() finds and proves the unit: relocations
 * are compared by where they lead, and the same rewrites are allowed.
 */
#include "kernel/locate_ko.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "elf/names.h"
#include "kernel/locate.h"
#include "kernel/module.h"

/* Low enough for relocations of 32 bits, signed or not. */
#define KO_BASE 0x10000000ull
#define KO_MAX 0x30000000ull
#define HEAD 0x1000		/* of the image, for its ELF headers */

struct linker {
	const struct obj *ko;
	struct facts facts;	/* what is made; of @arena */
	struct map secs;	/* struct sec -> struct linked */
	struct map syms;	/* undefined struct sym -> struct ksym */
	struct map latest;	/* name -> last struct ksym */
	uint64_t file_end, end;	/* addresses: of what has bytes, of all */
};

struct linked {
	const struct sec *sec;
	uint64_t addr;
};

static struct err *place_secs(struct linker *k, bool bytes)
{
	struct linked *linked;
	uint64_t align;

	vec_for_each(&k->ko->secs, p) {
		if (!((*p)->flags & SHF_ALLOC) || !!(*p)->data != bytes)
			continue;
		align = (*p)->align ? (*p)->align : 1;
		if (align > KO_MAX || (*p)->size > KO_MAX)
			return err_new(ERR_FAILED, "section '%s' is too large",
				       (*p)->name);
		linked = arena_new(k->facts.arena, struct linked);
		linked->sec = *p;
		linked->addr = (k->end + align - 1) & ~(align - 1);
		map_put_num(&k->secs, (uintptr_t)*p, linked);
		k->end = linked->addr + (*p)->size;
		if (k->end > KO_BASE + KO_MAX)
			return err_new(ERR_FAILED, "module is too large");
	}
	return NULL;
}

static struct ksym *add_ksym(struct linker *k, char type, const char *name,
			     uint64_t addr)
{
	struct ksym *ksym = arena_new(k->facts.arena, struct ksym);
	struct ksym *last = map_find(&k->latest, name);

	ksym->name = name;
	ksym->type = type;
	ksym->addr = addr;
	map_put(&k->latest, name, ksym);
	if (!last) {
		map_put(&k->facts.by_name, name, ksym);
		return ksym;
	}
	last->same = ksym;
	last->sympos = last->sympos ? last->sympos : 1;
	ksym->sympos = last->sympos + 1;
	return ksym;
}

/* The module's symbols, and what the kernel has around a table. */
static void add_defined(struct linker *k)
{
	const struct locate_row *row;
	const struct linked *linked;

	vec_for_each(&k->ko->syms, p) {
		const struct sym *sym = *p;

		linked = map_find_num(&k->secs, (uintptr_t)sym->sec);
		if (!linked || sym->type == STT_SECTION || !*sym->name)
			continue;
		add_ksym(k, sym->bind == STB_LOCAL ? 't' : 'T', sym->name,
			 linked->addr + sym->value);
	}
	map_for_each(&k->secs, slot) {
		linked = slot->value;
		row = locate_row_find(linked->sec->name);
		if (!row || row->act != LOCATE_TABLE)
			continue;
		add_ksym(k, 't', row->start, linked->addr);
		add_ksym(k, 't', row->end, linked->addr + linked->sec->size);
	}
}

/* An address that nothing else has, far enough from its neighbours. */
static void add_undefined(struct linker *k)
{
	uint64_t addr = (k->end + 0xffff) & ~0xffffull;

	vec_for_each(&k->ko->syms, p) {
		if ((*p)->sec || (*p)->shndx == SHN_ABS || !*(*p)->name)
			continue;
		addr += 0x10000;
		map_put_num(&k->syms, (uintptr_t)*p,
			    add_ksym(k, 'U', (*p)->name, addr));
	}
}

/* What the symbol of a relocation is; false if it has no place. */
static bool sym_value(const struct linker *k, const struct sym *sym,
		      uint64_t *ret)
{
	const struct linked *linked;
	const struct ksym *ksym;

	if (sym->sec) {
		linked = map_find_num(&k->secs, (uintptr_t)sym->sec);
		*ret = linked ? linked->addr + sym->value : 0;
		return linked;
	}
	ksym = map_find_num(&k->syms, (uintptr_t)sym);
	*ret = ksym ? ksym->addr : sym->value;
	return ksym || sym->shndx == SHN_ABS;
}

static struct err *apply(const struct linker *k, const struct linked *to,
			 const struct rela *rela, uint8_t *data)
{
	uint64_t value;

	if (!sym_value(k, rela->sym, &value))
		return err_new(ERR_FAILED, "'%s'+%#" PRIx64 ": relocation to "
			       "'%s', which is not loaded", to->sec->name,
			       rela->off, rela->sym->name);
	value += rela->addend;
	switch (rela->type) {
	case R_X86_64_64:
	case R_X86_64_32:
	case R_X86_64_32S:
		break;
	case R_X86_64_PC64:
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		value -= to->addr + rela->off;
		break;
	default:
		return err_new(ERR_FAILED, "'%s'+%#" PRIx64 ": relocation %s "
			       "is not understood", to->sec->name, rela->off,
			       reloc_name(rela->type));
	}
	memcpy(data + rela->off, &value, reloc_width(rela->type));
	return NULL;
}

static struct err *fill_secs(struct linker *k, uint8_t *image)
{
	const struct linked *linked;
	const struct sec *sec;
	struct err *err;
	uint8_t *data;

	map_for_each(&k->secs, slot) {
		linked = slot->value;
		sec = linked->sec;
		if (!sec->data)
			continue;
		data = image + HEAD + (linked->addr - KO_BASE);
		memcpy(data, sec->data, sec->size);
		vec_for_each(&sec->relas, rela) {
			if (rela->type == R_X86_64_NONE)
				continue;
			err = apply(k, linked, rela, data);
			if (err)
				return err;
		}
	}
	return NULL;
}

static void fill_head(const struct linker *k, uint8_t *image)
{
	const Elf64_Ehdr ehdr = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC, .e_machine = EM_X86_64,
		.e_version = EV_CURRENT, .e_phoff = sizeof(ehdr),
		.e_ehsize = sizeof(ehdr), .e_phnum = 1,
		.e_phentsize = sizeof(Elf64_Phdr),
	};
	const Elf64_Phdr phdr = {
		.p_type = PT_LOAD, .p_flags = PF_R | PF_W | PF_X,
		.p_offset = HEAD, .p_vaddr = KO_BASE,
		.p_filesz = k->file_end - KO_BASE,
		.p_memsz = k->end - KO_BASE,
	};

	memcpy(image, &ehdr, sizeof(ehdr));
	memcpy(image + sizeof(ehdr), &phdr, sizeof(phdr));
}

static struct err *ko_link(struct linker *k)
{
	struct err *err;
	uint8_t *image;
	uint64_t size;

	k->end = KO_BASE;
	err = place_secs(k, true);
	k->file_end = k->end;
	if (!err)
		err = place_secs(k, false);
	if (err)
		return err;
	/* a section's alignment is the file's word: no gap without end */
	size = HEAD + (k->file_end - KO_BASE);
	if (size > 4 * k->ko->bytes + (16u << 20))
		return err_new(ERR_FAILED, "alignment of its sections makes "
			       "%" PRIu64 " bytes of it", size);
	add_defined(k);
	add_undefined(k);
	image = arena_alloc(k->facts.arena, size);
	fill_head(k, image);
	k->facts.image = (struct image){
		.data = image, .size = size, .text = KO_BASE,
	};
	return fill_secs(k, image);
}

/*
 * Which of its symbols the kernel knows by name, and where among those of
 * one name: what was linked has some that it forgets.
 */
static void map_positions(const struct obj *ko, struct unit_map *map)
{
	_cleanup_map_ struct map seen = {0};
	struct unit_sym *us;
	uintptr_t n;

	map_for_each(&map->by_name, slot) {
		us = slot->value;
		us->in_kallsyms = false;
		us->sympos = 0;
	}
	vec_for_each(&ko->syms, p) {
		if (!module_keeps(*p))
			continue;
		n = (uintptr_t)map_find(&seen, (*p)->name) + 1;
		map_put(&seen, (*p)->name, (void *)n);
		us = map_find(&map->by_name, (*p)->name);
		if (!us || !us->section || us->addr != (*p)->value ||
		    strcmp(us->section, (*p)->sec->name))
			continue;
		us->in_kallsyms = true;
		us->sympos = n;
	}
	map_for_each(&map->by_name, slot) {
		us = slot->value;
		if ((uintptr_t)map_find(&seen, us->name) == 1)
			us->sympos = 0;
	}
}

/* From addresses in what was linked to the module's sections. */
static void map_translate(const struct linker *k, struct unit_map *map)
{
	map->object = module_name(map->arena, k->ko->path);
	map_for_each(&map->by_name, slot) {
		struct unit_sym *us = slot->value;

		us->section = NULL;
		map_for_each(&k->secs, at) {
			const struct linked *linked = at->value;

			if (us->addr < linked->addr ||
			    us->addr - linked->addr >= linked->sec->size)
				continue;
			us->section = arena_strdup(map->arena,
						   linked->sec->name);
			us->addr -= linked->addr;
			break;
		}
	}
	map_positions(k->ko, map);
}

struct err *unit_locate_ko(const struct obj *ko, const struct obj *unit,
			   struct unit_map **ret)
{
	struct linker k = { .ko = ko, .facts.arena = arena_create() };
	struct unit_map *map;
	struct err *err;

	map_init(&k.secs, true);
	map_init(&k.syms, true);
	err = ko_link(&k);
	if (err)
		err = err_wrap(err, "'%s'", ko->path);
	else
		err = unit_locate(&k.facts, unit, &map);
	if (!err) {
		map_translate(&k, map);
		*ret = map;
	}
	map_deinit(&k.secs);
	map_deinit(&k.syms);
	map_deinit(&k.latest);
	map_deinit(&k.facts.by_name);
	arena_destroy(k.facts.arena);
	return err;
}
