// SPDX-License-Identifier: GPL-2.0
/*
 * obj_read - from the bytes of a file to the model
 *
 * The file is not trusted: every offset, count, index and string is checked
 * before it is used, and no section may share bytes with another, so that the
 * model is never more than a small multiple of the file. What comes out keeps
 * these promises, which nobody checks again: a symbol lies inside its section
 * with its whole size, a relocation inside the bytes of its section, and
 * relocations are in order.
 */
#include "elf/obj.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "elf/reader.h"

static struct err *read_header(struct reader *r)
{
	Elf64_Ehdr eh;
	Elf64_Shdr first;

	if (r->size < sizeof(eh))
		return err_new(ERR_FAILED, "not an ELF file (%zu bytes)",
			       r->size);
	memcpy(&eh, r->map, sizeof(eh));
	if (memcmp(eh.e_ident, ELFMAG, SELFMAG) != 0)
		return err_new(ERR_FAILED, "not an ELF file");
	if (eh.e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh.e_ident[EI_DATA] != ELFDATA2LSB || eh.e_machine != EM_X86_64)
		return err_new(ERR_FAILED, "not an x86-64 ELF file");
	if (eh.e_type != ET_REL)
		return err_new(ERR_FAILED, "not a relocatable object");
	if (eh.e_shentsize != sizeof(Elf64_Shdr) ||
	    !range_ok(r->size, eh.e_shoff, sizeof(first)))
		return err_new(ERR_FAILED, "section headers at 0x%" PRIx64
			       " are not in the file", eh.e_shoff);

	/* counts that do not fit the header are in the first section's */
	memcpy(&first, r->map + eh.e_shoff, sizeof(first));
	r->shnum = eh.e_shnum ? eh.e_shnum : first.sh_size;
	r->shstrndx = eh.e_shstrndx == SHN_XINDEX ? first.sh_link
						  : eh.e_shstrndx;
	if (r->shnum > (r->size - eh.e_shoff) / sizeof(first) || !r->shnum)
		return err_new(ERR_FAILED, "%zu section headers at 0x%" PRIx64
			       " are not in the file", r->shnum, eh.e_shoff);
	r->shdrs = arena_memdup(r->scratch, r->map + eh.e_shoff,
				r->shnum * sizeof(first));
	return NULL;
}

static struct err *check_sections(struct reader *r)
{
	uint64_t total = 0;

	for (size_t i = 1; i < r->shnum; i++) {
		const Elf64_Shdr *sh = &r->shdrs[i];

		if (sh->sh_addralign & (sh->sh_addralign - 1))
			return err_new(ERR_FAILED,
				       "section %zu: alignment 0x%" PRIx64
				       " is no power of two", i,
				       (uint64_t)sh->sh_addralign);
		if (sh->sh_type == SHT_NOBITS || sh->sh_type == SHT_NULL)
			continue;
		if (!range_ok(r->size, sh->sh_offset, sh->sh_size))
			return err_new(ERR_FAILED, "section %zu: 0x%" PRIx64
				       " bytes at 0x%" PRIx64
				       " are not in the file", i,
				       (uint64_t)sh->sh_size,
				       (uint64_t)sh->sh_offset);
		total += sh->sh_size;
		if (total > r->size)
			return err_new(ERR_FAILED,
				       "section %zu: sections overlap", i);
	}
	return NULL;
}

/* The table is copied at first use. */
struct err *reader_string(struct reader *r, size_t index, uint64_t off,
			  const char **ret)
{
	const Elf64_Shdr *sh;

	if (!index || index >= r->shnum ||
	    r->shdrs[index].sh_type != SHT_STRTAB)
		return err_new(ERR_FAILED, "section %zu is no string table",
			       index);
	sh = &r->shdrs[index];
	if (off >= sh->sh_size || r->map[sh->sh_offset + sh->sh_size - 1])
		return err_new(ERR_FAILED, "string table %zu: no string at 0x%"
			       PRIx64, index, off);
	if (!r->strtab[index])
		r->strtab[index] = arena_memdup(r->obj->arena,
						r->map + sh->sh_offset,
						sh->sh_size);
	*ret = r->strtab[index] + off;
	return NULL;
}

/* Is it part of what the model is made of, and so no section of it? */
static bool is_scaffold(const Elf64_Shdr *sh)
{
	switch (sh->sh_type) {
	case SHT_NULL:
	case SHT_SYMTAB:
	case SHT_SYMTAB_SHNDX:
	case SHT_STRTAB:
	case SHT_RELA:
	case SHT_GROUP:
		return true;
	}
	return false;
}

static struct err *read_section(struct reader *r, size_t i)
{
	const Elf64_Shdr *sh = &r->shdrs[i];
	struct sec *sec = arena_new(r->obj->arena, struct sec);
	struct err *err;

	err = reader_string(r, r->shstrndx, sh->sh_name, &sec->name);
	if (err)
		return err_wrap(err, "name of section %zu", i);
	if (sh->sh_type == SHT_REL)
		return err_new(ERR_FAILED, "section '%s' has relocations "
			       "without addends", sec->name);
	sec->obj = r->obj;
	sec->index = i;
	sec->type = sh->sh_type;
	sec->flags = sh->sh_flags;
	sec->align = sh->sh_addralign;
	sec->entsize = sh->sh_entsize;
	sec->size = sh->sh_size;
	if (sh->sh_type != SHT_NOBITS)
		sec->data = arena_memdup(r->obj->arena,
					 r->map + sh->sh_offset, sec->size);
	r->secs[i] = sec;
	vec_push(&r->obj->secs, sec);
	return NULL;
}

static struct err *find_symtab(struct reader *r)
{
	for (size_t i = 1; i < r->shnum; i++) {
		if (r->shdrs[i].sh_type != SHT_SYMTAB)
			continue;
		if (r->symtab)
			return err_new(ERR_FAILED,
				       "section %zu: a second symbol table", i);
		if (r->shdrs[i].sh_entsize != sizeof(Elf64_Sym))
			return err_new(ERR_FAILED, "section %zu: entries of 0x%"
				       PRIx64 " bytes in the symbol table", i,
				       (uint64_t)r->shdrs[i].sh_entsize);
		r->symtab = i;
		r->n_syms = r->shdrs[i].sh_size / sizeof(Elf64_Sym);
	}
	for (size_t i = 1; i < r->shnum; i++) {
		const Elf64_Shdr *sh = &r->shdrs[i];

		if (sh->sh_type != SHT_SYMTAB_SHNDX)
			continue;
		if (sh->sh_size / sizeof(Elf64_Word) < r->n_syms)
			return err_new(ERR_FAILED, "section %zu: extended "
				       "section indices are too short", i);
		r->xindex = arena_memdup(r->scratch, r->map + sh->sh_offset,
					 sh->sh_size);
	}
	return NULL;
}

static struct err *read_sections(struct reader *r)
{
	struct err *err;

	r->strtab = arena_array(r->scratch, r->shnum, sizeof(*r->strtab));
	r->secs = arena_array(r->scratch, r->shnum, sizeof(*r->secs));
	for (size_t i = 1; i < r->shnum; i++) {
		if (is_scaffold(&r->shdrs[i]))
			continue;
		err = read_section(r, i);
		if (err)
			return err;
	}
	for (size_t i = 1; i < r->shnum; i++) {
		const Elf64_Shdr *sh = &r->shdrs[i];

		if (!r->secs[i] || !(sh->sh_flags & SHF_LINK_ORDER))
			continue;
		if (sh->sh_link >= r->shnum)
			return err_new(ERR_FAILED, "section '%s' is linked to "
				       "section %u, which there is not",
				       r->secs[i]->name, sh->sh_link);
		r->secs[i]->link = r->secs[sh->sh_link];
	}
	return NULL;
}

static struct err *obj_parse(struct reader *r)
{
	struct err *err;

	err = read_header(r);
	if (!err)
		err = check_sections(r);
	if (!err)
		err = find_symtab(r);
	if (!err)
		err = read_sections(r);
	if (!err)
		err = reader_symbols(r);
	for (size_t i = 1; !err && i < r->shnum; i++)
		if (r->shdrs[i].sh_type == SHT_RELA)
			err = reader_relas(r, i);
	return err;
}

struct err *obj_read_bytes(const char *path, const uint8_t *data, size_t size,
			   struct obj **ret)
{
	_cleanup_obj_ struct obj *obj = obj_create(path);
	_cleanup_arena_ struct arena *scratch = arena_create();
	struct reader r = { .obj = obj, .scratch = scratch, .map = data,
			    .size = size };
	struct err *err;

	obj->bytes = size;
	err = obj_parse(&r);
	if (err)
		return err_wrap(err, "'%s'", path);
	*ret = take_ptr(obj);
	return NULL;
}

struct err *obj_read(const char *path, struct obj **ret)
{
	const uint8_t *data;
	struct err *err;
	size_t size;

	err = file_map(path, &data, &size);
	if (err)
		return err;
	err = obj_read_bytes(path, data, size, ret);
	file_unmap(data, size);
	return err;
}
