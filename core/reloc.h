/* SPDX-License-Identifier: GPL-2.0 */
/* What reloc.c, place.c, early.c share: a patch module in the module loader. */
#ifndef KMEND_RELOC_H
#define KMEND_RELOC_H

#include <linux/moduleloader.h>

#include "core.h"

/* How the names of a patch's tables begin. */
#define RELOC_TABLES		".kmend."
#define RELOC_INIT_TABLES	".init.kmend."

struct reloc_ctx {
	const Elf_Ehdr *hdr;
	const Elf_Shdr *sechdrs;
	struct module *mod;
	unsigned long slide;
	const struct kmend_abi_object *objects;
	unsigned int nr_objects;
	/* of the tables that are gone through */
	const struct kmend_abi_symbol *syms;
	unsigned int nr_syms;
	const struct kmend_abi_reloc *relocs;
	unsigned int nr_relocs;
	unsigned long *addrs;	/* what syms resolved to, where known is set */
	bool *known;
};

/* reloc.c */
const char *reloc_section_name(const struct reloc_ctx *c, const Elf_Shdr *s);
const Elf_Shdr *reloc_section(const struct reloc_ctx *c, const char *name);
const Elf_Shdr *reloc_section_of(const struct reloc_ctx *c,
				 unsigned long addr);
int reloc_pass(const struct reloc_ctx *c, const char *object,
	       const struct module *target);

/* place.c */
bool reloc_may_write(const struct reloc_ctx *c, u64 place, unsigned int size);

/* early.c */
int reloc_early(const struct reloc_ctx *c);

#endif
