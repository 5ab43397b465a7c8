// SPDX-License-Identifier: GPL-2.0
/*
 * ko_check - what the kernel's module loader believes without a look
 *
 * It writes relocations where the file says, and takes symbols from where the
 * file says (apply_relocate_add() of arch/x86/kernel/module.c and
 * simplify_symbols() of kernel/module/main.c, Linux 6.1); an offset that is
 * wrong makes it write into other memory. Sections without SHF_ALLOC and their
 * relocations are not loaded.
 */
#include "control/ko_check.h"

#include <string.h>

#include "elf/checksum.h"
#include "elf/names.h"

static const char *sec_name(const struct ko *ko, size_t sec)
{
	return ko->names + ko->secs[sec].sh_name;
}

static struct err *damaged(const struct ko *ko, size_t sec, const char *what)
{
	return err_new(ERR_FAILED, "the file is damaged: section %zu (%s) %s",
		       sec, sec_name(ko, sec), what);
}

static struct err *check_section(const struct ko *ko, size_t sec)
{
	const Elf64_Shdr *sh = &ko->secs[sec];

	if (sh->sh_addralign & (sh->sh_addralign - 1))
		return damaged(ko, sec, "has an alignment that is none");
	if ((sh->sh_flags & SHF_ALLOC) && (sh->sh_flags & SHF_COMPRESSED))
		return damaged(ko, sec, "is loaded, and compressed");
	if (sh->sh_type == SHT_REL)
		return damaged(ko, sec, "has relocations without addends");
	if (sh->sh_type == SHT_NULL && sh->sh_size)
		return damaged(ko, sec, "is there, and has no type");
	if (sh->sh_type == SHT_STRTAB && sh->sh_size &&
	    ko_bytes(ko, sec)[sh->sh_size - 1])
		return damaged(ko, sec, "has a string that does not end");
	return NULL;
}

static struct err *check_sections(const struct ko *ko, size_t *ret_symtab)
{
	uint64_t total = 0;
	struct err *err;

	*ret_symtab = 0;
	for (size_t i = 1; i < ko->n_secs; i++) {
		const Elf64_Shdr *sh = &ko->secs[i];

		err = check_section(ko, i);
		if (err)
			return err;
		if (sh->sh_type != SHT_NOBITS && sh->sh_type != SHT_NULL)
			total += sh->sh_size;
		if (total > ko->size)
			return damaged(ko, i, "overlaps with another");
		if (sh->sh_type != SHT_SYMTAB)
			continue;
		if (*ret_symtab)
			return damaged(ko, i, "is a second symbol table");
		*ret_symtab = i;
	}
	return *ret_symtab ? NULL :
	       err_new(ERR_FAILED, "the file is damaged: no symbol table");
}

static const char *sym_problem(const struct ko *ko, const Elf64_Shdr *strings,
			       const Elf64_Sym *sym)
{
	uint64_t size;

	if (sym->st_name >= strings->sh_size)
		return "has a symbol without a name";
	switch (sym->st_shndx) {
	case SHN_UNDEF:
	case SHN_ABS:
	case SHN_LIVEPATCH:
		return NULL;
	}
	if (sym->st_shndx >= ko->n_secs)
		return "has a symbol of a section that is not there";
	size = ko->secs[sym->st_shndx].sh_size;
	if (sym->st_value > size || sym->st_size > size - sym->st_value)
		return "has a symbol outside of its section";
	return NULL;
}

static struct err *check_symbols(const struct ko *ko, size_t symtab)
{
	const Elf64_Shdr *sh = &ko->secs[symtab];
	const char *what = NULL;
	Elf64_Sym sym;

	if (sh->sh_entsize != sizeof(sym) || sh->sh_size % sizeof(sym) ||
	    sh->sh_link == 0 || sh->sh_link >= ko->n_secs ||
	    ko->secs[sh->sh_link].sh_type != SHT_STRTAB)
		return damaged(ko, symtab, "is no symbol table");
	for (size_t i = 1; !what && i < sh->sh_size / sizeof(sym); i++) {
		memcpy(&sym, ko_bytes(ko, symtab) + i * sizeof(sym),
		       sizeof(sym));
		what = sym_problem(ko, &ko->secs[sh->sh_link], &sym);
	}
	return what ? damaged(ko, symtab, what) : NULL;
}

/* How many bytes the module loader writes; -1: it does not know the type. */
static int rela_width(uint32_t type)
{
	switch (type) {
	case R_X86_64_NONE:
		return 0;
	case R_X86_64_64:
	case R_X86_64_PC64:
		return 8;
	case R_X86_64_32:
	case R_X86_64_32S:
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		return 4;
	}
	return -1;
}

static struct err *check_relas(const struct ko *ko, size_t sec, size_t symtab)
{
	const Elf64_Shdr *sh = &ko->secs[sec], *to;
	size_t n_syms = ko->secs[symtab].sh_size / sizeof(Elf64_Sym);
	Elf64_Rela rela;

	if (sh->sh_info == 0 || sh->sh_info >= ko->n_secs)
		return damaged(ko, sec, "relocates a section that is not there");
	to = &ko->secs[sh->sh_info];
	if (sh->sh_link != symtab || sh->sh_entsize != sizeof(rela) ||
	    sh->sh_size % sizeof(rela))
		return damaged(ko, sec, "is no table of relocations");
	if (sh->sh_size && !ko_bytes(ko, sh->sh_info))
		return damaged(ko, sec, "relocates what has no bytes");
	for (size_t i = 0; i < sh->sh_size / sizeof(rela); i++) {
		int width;

		memcpy(&rela, ko_bytes(ko, sec) + i * sizeof(rela),
		       sizeof(rela));
		width = rela_width(ELF64_R_TYPE(rela.r_info));
		/* the linker knows more of them in what is not loaded */
		if (width < 0 && (to->sh_flags & SHF_ALLOC))
			return damaged(ko, sec, "has a relocation of a type that the module loader does not know");
		if (ELF64_R_SYM(rela.r_info) >= n_syms)
			return damaged(ko, sec, "has a relocation without a symbol");
		if (rela.r_offset > to->sh_size ||
		    (width > 0 &&
		     (uint64_t)width > to->sh_size - rela.r_offset))
			return damaged(ko, sec, "has a relocation outside of its section");
	}
	return NULL;
}

struct err *ko_check(const struct ko *ko)
{
	size_t symtab;
	struct err *err = check_sections(ko, &symtab);

	if (!err)
		err = check_symbols(ko, symtab);
	for (size_t i = 1; !err && i < ko->n_secs; i++)
		if (ko->secs[i].sh_type == SHT_RELA)
			err = check_relas(ko, i, symtab);
	return err ? err_advise(err, CHECKSUM_ADVICE) : NULL;
}
