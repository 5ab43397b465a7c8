/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake_kernel - a kernel made in memory, into which objects are linked
 *
 * Only what struct facts shows of a kernel: an image with one loaded segment
 * and a per-CPU one, and its symbols. fake_link() puts a section of an object
 * into it as a linker would.
 */
#ifndef KMEND_TESTS_FAKE_KERNEL_H
#define KMEND_TESTS_FAKE_KERNEL_H

#include <assert.h>
#include <string.h>

#include "base/err.h"
#include "elf/names.h"
#include "elf/obj.h"
#include "kernel/facts.h"

#define FAKE_TEXT 0xffffffff81000000ull
#define FAKE_SIZE 0x4000
#define FAKE_PERCPU 0x200
#define FAKE_FILE (0x1000 + FAKE_SIZE + FAKE_PERCPU)

static inline void fake_headers(uint8_t *data)
{
	Elf64_Ehdr ehdr = {
		.e_ident = ELFMAG "\2\1\1", .e_type = ET_EXEC,
		.e_machine = EM_X86_64, .e_version = 1,
		.e_phoff = sizeof(ehdr), .e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = 2, .e_ehsize = sizeof(ehdr),
	};
	Elf64_Phdr phdrs[2] = {
		{ .p_type = PT_LOAD, .p_flags = PF_R | PF_W | PF_X,
		  .p_vaddr = FAKE_TEXT, .p_offset = 0x1000,
		  .p_filesz = FAKE_SIZE, .p_memsz = FAKE_SIZE },
		{ .p_type = PT_LOAD, .p_flags = PF_R | PF_W,
		  .p_offset = 0x1000 + FAKE_SIZE,
		  .p_filesz = FAKE_PERCPU, .p_memsz = FAKE_PERCPU },
	};

	memcpy(data, &ehdr, sizeof(ehdr));
	memcpy(data + sizeof(ehdr), phdrs, sizeof(phdrs));
}

static inline struct facts *fake_create(void)
{
	struct arena *arena = arena_create();
	struct facts *f = arena_new(arena, struct facts);
	uint8_t *data = arena_alloc(arena, FAKE_FILE);

	fake_headers(data);
	f->arena = arena;
	f->release = arena_strdup(arena, "6.0-fake");
	f->image.data = data;
	f->image.size = FAKE_FILE;
	f->image.text = FAKE_TEXT;
	return f;
}

/* @size writable bytes of the image. */
static inline uint8_t *fake_at(struct facts *f, uint64_t addr, size_t size)
{
	uint8_t *p = (uint8_t *)image_at(&f->image, addr, size);

	assert(p);
	return p;
}

/* A line of kallsyms; those of one name in order of address, please. */
static inline struct ksym *fake_sym(struct facts *f, char type,
				    const char *name, uint64_t addr)
{
	struct ksym *sym = arena_new(f->arena, struct ksym), *last;

	sym->name = arena_strdup(f->arena, name);
	sym->type = type;
	sym->addr = addr;
	last = map_find(&f->by_name, name);
	if (!last) {
		map_put(&f->by_name, sym->name, sym);
		return sym;
	}
	while (last->same)
		last = last->same;
	last->same = sym;
	last->sympos = last->sympos ? last->sympos : 1;
	sym->sympos = last->sympos + 1;
	return sym;
}

/* Where an object's sections and the symbols of others are. */
struct fake_place {
	const char *name;
	uint64_t addr;
};

static inline uint64_t fake_find(const struct fake_place *places,
				 const char *name)
{
	while (places->name && strcmp(places->name, name))
		places++;
	return places->addr;	/* the last has no name and address 0 */
}

static inline void fake_apply(struct facts *f, const struct rela *rela,
			      uint64_t at, uint64_t value)
{
	unsigned int width = reloc_width(rela->type);

	value += rela->addend;
	if (rela->type == R_X86_64_PC32 || rela->type == R_X86_64_PLT32 ||
	    rela->type == R_X86_64_PC64)
		value -= at;
	memcpy(fake_at(f, at, width), &value, width);
}

/* Copy a section to its place and apply its relocations. */
static inline void fake_link(struct facts *f, const struct sec *sec,
			     const struct fake_place *places)
{
	uint64_t base = fake_find(places, sec->name), value;

	memcpy(fake_at(f, base, sec->size), sec->data, sec->size);
	vec_for_each(&sec->relas, rela) {
		value = rela->sym->sec ?
			fake_find(places, rela->sym->sec->name) +
				rela->sym->value :
			fake_find(places, rela->sym->name);
		fake_apply(f, rela, base + rela->off, value);
	}
}

#endif
