// SPDX-License-Identifier: GPL-2.0
/* place - where relocations of a patch may write, and what */
#include <linux/kernel.h>
#include <linux/string.h>

#include "reloc.h"

/* How many bytes a relocation of this type has; 0: it is not known. */
unsigned int kmend_reloc_size(u32 type)
{
	switch (type) {
	case R_X86_64_64:
	case R_X86_64_PC64:
		return 8;
	case R_X86_64_32:
	case R_X86_64_32S:
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		return 4;
	}
	return 0;
}

/*
 * Of a table only addresses are written, the first member of an entry.
 * @offset: in a table whose entries have @entry bytes
 */
bool kmend_reloc_is_address(u64 offset, unsigned int size, size_t entry)
{
	return size == sizeof(u64) && offset % entry == 0;
}

/*
 * What is checked here must not be changed by what is written later: not the
 * tables, the names in them, or what the kernel knows of the module.
 */
bool reloc_may_write(const struct reloc_ctx *c, u64 place,
			    unsigned int size)
{
	const Elf_Shdr *s = reloc_section_of(c, place);
	const char *name = reloc_section_name(c, s);

	if (!strcmp(name, KMEND_ABI_SEC_FUNCS))
		return kmend_reloc_is_address(place - s->sh_addr, size,
					      sizeof(struct kmend_abi_func));
	if (!strcmp(name, KMEND_ABI_SEC_RANGES))
		return kmend_reloc_is_address(place - s->sh_addr, size,
					      sizeof(struct kmend_abi_range));
	return !strstarts(name, RELOC_TABLES) &&
	       !strstarts(name, RELOC_INIT_TABLES) &&
	       place - (unsigned long)c->mod >= sizeof(*c->mod);
}

/*
 * kmend_reloc_value() - what to write, and how many bytes
 * @sym: address of the symbol
 * Return: 0, or -ENOEXEC if it is out of range or of an unknown type.
 */
int kmend_reloc_value(const struct kmend_abi_reloc *r, unsigned long sym,
		      u64 *val, unsigned int *size)
{
	*val = sym + r->addend;
	*size = 4;
	switch (r->type) {
	case R_X86_64_64:
		*size = 8;
		return 0;
	case R_X86_64_PC64:
		*val -= r->place;
		*size = 8;
		return 0;
	case R_X86_64_32:
		return *val == (u32)*val ? 0 : -ENOEXEC;
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		*val -= r->place;
		fallthrough;
	case R_X86_64_32S:
		return (s64)*val == (s32)*val ? 0 : -ENOEXEC;
	}
	return -ENOEXEC;
}
