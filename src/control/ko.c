// SPDX-License-Identifier: GPL-2.0
/*
 * ko - a kernel module file, as far as control needs to look into it
 *
 * Headers are copied out before they are used, since nothing promises that
 * they are aligned in the file. Only ko_check_secs() decides what is inside
 * the file; everything below relies on it.
 */
#include "control/ko.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "control/ko_check.h"
#include "elf/checksum.h"

static bool inside(const struct ko *ko, uint64_t off, uint64_t size)
{
	return off <= ko->size && size <= ko->size - off;
}

static struct err *ko_check_header(const struct ko *ko, Elf64_Ehdr *ret)
{
	if (ko->size == 0)
		return err_new(ERR_FAILED, "the file is empty");
	if (ko->size < SELFMAG || memcmp(ko->data, ELFMAG, SELFMAG))
		return err_new(ERR_FAILED, "not an ELF file");
	if (ko->size < sizeof(*ret))
		return err_new(ERR_FAILED, "truncated ELF file: %zu bytes",
			       ko->size);
	memcpy(ret, ko->data, sizeof(*ret));
	if (ret->e_ident[EI_CLASS] != ELFCLASS64 ||
	    ret->e_ident[EI_DATA] != ELFDATA2LSB ||
	    ret->e_machine != EM_X86_64)
		return err_new(ERR_FAILED, "not an ELF file for x86-64");
	if (ret->e_type != ET_REL)
		return err_new(ERR_FAILED, "not a kernel module");
	if (ret->e_ehsize != sizeof(*ret) ||
	    ret->e_ident[EI_VERSION] != EV_CURRENT ||
	    ret->e_version != EV_CURRENT)
		return err_new(ERR_FAILED, "damaged ELF file: its header");
	if (ret->e_shentsize != sizeof(Elf64_Shdr) || ret->e_shnum == 0)
		return err_new(ERR_FAILED, "damaged ELF file: no sections");
	if (!inside(ko, ret->e_shoff,
		    (uint64_t)ret->e_shnum * sizeof(Elf64_Shdr)))
		return err_new(ERR_FAILED,
			       "truncated ELF file: its section headers are at byte %llu, the file ends at %zu",
			       (unsigned long long)ret->e_shoff, ko->size);
	return NULL;
}

static struct err *ko_check_names(struct ko *ko, const Elf64_Ehdr *eh)
{
	const Elf64_Shdr *sh;

	if (eh->e_shstrndx >= ko->n_secs)
		return err_new(ERR_FAILED, "damaged ELF file: no section names");
	sh = &ko->secs[eh->e_shstrndx];
	if (sh->sh_type != SHT_STRTAB || sh->sh_size == 0 ||
	    ko->data[sh->sh_offset + sh->sh_size - 1])
		return err_new(ERR_FAILED,
			       "damaged ELF file: bad section names");
	ko->names = ko->data + sh->sh_offset;
	for (size_t i = 0; i < ko->n_secs; i++)
		if (ko->secs[i].sh_name >= sh->sh_size)
			return err_new(ERR_FAILED,
				       "damaged ELF file: section %zu has no name",
				       i);
	return NULL;
}

static struct err *ko_check_secs(struct ko *ko)
{
	struct err *err;
	Elf64_Ehdr eh;

	err = ko_check_header(ko, &eh);
	if (err)
		return err;
	ko->n_secs = eh.e_shnum;
	ko->secs = xcalloc(ko->n_secs, sizeof(*ko->secs));
	ko->found = xcalloc(ko->n_secs, sizeof(*ko->found));
	memcpy(ko->secs, ko->data + eh.e_shoff,
	       ko->n_secs * sizeof(*ko->secs));
	for (size_t i = 0; i < ko->n_secs; i++) {
		const Elf64_Shdr *sh = &ko->secs[i];

		if (sh->sh_type == SHT_NULL || sh->sh_type == SHT_NOBITS)
			continue;
		if (!inside(ko, sh->sh_offset, sh->sh_size))
			return err_new(ERR_FAILED,
				       "truncated ELF file: section %zu reaches beyond its end",
				       i);
	}
	return ko_check_names(ko, &eh);
}

/* Before anything else is believed of the file. */
static struct err *ko_check_sum(struct ko *ko)
{
	size_t at = checksum_find(ko->data, ko->size);
	char sum[CHECKSUM_HEX + 1];

	ko->checksum = at;
	if (!at)
		return NULL;
	checksum_make(ko->data, ko->size, at, sum);
	if (!memcmp(sum, ko->data + at, CHECKSUM_HEX))
		return NULL;
	return err_advise(err_new(ERR_FAILED,
				  "the file is damaged: its checksum is %s, when it was built it was %.*s",
				  sum, CHECKSUM_HEX, ko->data + at),
			  CHECKSUM_ADVICE);
}

struct err *ko_open_bytes(char *data, size_t size, struct ko **ret)
{
	_cleanup_ko_ struct ko *ko = xcalloc(1, sizeof(*ko));
	struct err *err;

	ko->data = data;
	ko->size = size;
	err = ko_check_sum(ko);
	if (!err)
		err = ko_check_secs(ko);
	if (!err)
		err = ko_check(ko);
	if (!err)
		*ret = take_ptr(ko);
	return err;
}

struct err *ko_open(const char *path, struct ko **ret)
{
	struct err *err;
	size_t size;
	char *data;

	err = file_read(path, &data, &size);
	if (err)
		return err;
	err = ko_open_bytes(data, size, ret);
	return err ? err_wrap(err, "'%s'", path) : NULL;
}

void ko_close(struct ko *ko)
{
	if (!ko)
		return;
	free(ko->found);
	free(ko->secs);
	free(ko->data);
	free(ko);
}

size_t ko_find(const struct ko *ko, const char *name)
{
	for (size_t i = 1; i < ko->n_secs; i++)
		if (!strcmp(ko->names + ko->secs[i].sh_name, name))
			return i;
	return 0;
}

const char *ko_bytes(const struct ko *ko, size_t sec)
{
	const Elf64_Shdr *sh = &ko->secs[sec];

	if (sh->sh_type == SHT_NULL || sh->sh_type == SHT_NOBITS)
		return NULL;
	return ko->data + sh->sh_offset;
}

const char *ko_value(const struct ko *ko, size_t sec, const char *key)
{
	const char *p = ko_bytes(ko, sec), *end;
	size_t len = strlen(key);

	if (!p)
		return NULL;
	end = p + ko->secs[sec].sh_size;
	while (p < end) {
		const char *nul = memchr(p, '\0', (size_t)(end - p));

		if (!nul)
			return NULL;
		if ((size_t)(nul - p) > len && !strncmp(p, key, len) &&
		    p[len] == '=')
			return p + len + 1;
		p = nul + 1;
	}
	return NULL;
}

/* The NUL-ended string at @off of a section, or NULL. */
static const char *ko_string(const struct ko *ko, size_t sec, uint64_t off)
{
	const char *bytes;

	if (sec == 0 || sec >= ko->n_secs)
		return NULL;
	bytes = ko_bytes(ko, sec);
	if (!bytes || off >= ko->secs[sec].sh_size ||
	    !memchr(bytes + off, '\0', ko->secs[sec].sh_size - off))
		return NULL;
	return bytes + off;
}

const char *ko_sym(const struct ko *ko, size_t i, uint16_t *ret_shndx)
{
	for (size_t sec = 1; sec < ko->n_secs; sec++) {
		const Elf64_Shdr *sh = &ko->secs[sec];
		Elf64_Sym sym;

		if (sh->sh_type != SHT_SYMTAB)
			continue;
		if (i >= sh->sh_size / sizeof(sym))
			return NULL;
		memcpy(&sym, ko_bytes(ko, sec) + i * sizeof(sym), sizeof(sym));
		*ret_shndx = sym.st_shndx;
		return ko_string(ko, sh->sh_link, sym.st_name);
	}
	return NULL;
}

/* Where a relocation with that addend against symbol @index leads. */
static const char *ko_target(const struct ko *ko, size_t symtab,
			     uint32_t index, int64_t addend)
{
	const char *bytes;
	Elf64_Sym sym;

	if (symtab >= ko->n_secs || ko->secs[symtab].sh_type != SHT_SYMTAB)
		return NULL;
	if (index >= ko->secs[symtab].sh_size / sizeof(sym))
		return NULL;
	bytes = ko_bytes(ko, symtab);
	memcpy(&sym, bytes + index * sizeof(sym), sizeof(sym));
	return ko_string(ko, sym.st_shndx, sym.st_value + (uint64_t)addend);
}

const char *ko_pointed(const struct ko *ko, size_t sec, uint64_t off)
{
	for (size_t i = 1; i < ko->n_secs; i++) {
		const Elf64_Shdr *sh = &ko->secs[i];
		size_t n = sh->sh_size / sizeof(Elf64_Rela);
		size_t *at = &ko->found[i];
		Elf64_Rela rela;

		if (sh->sh_type != SHT_RELA || sh->sh_info != sec)
			continue;
		for (size_t left = n; left; left--, *at = (*at + 1) % n) {
			memcpy(&rela, ko_bytes(ko, i) + *at * sizeof(rela),
			       sizeof(rela));
			if (rela.r_offset == off &&
			    ELF64_R_TYPE(rela.r_info) == R_X86_64_64)
				return ko_target(ko, sh->sh_link,
						 ELF64_R_SYM(rela.r_info),
						 rela.r_addend);
		}
	}
	return NULL;
}
