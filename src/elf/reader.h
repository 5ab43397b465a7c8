/* SPDX-License-Identifier: GPL-2.0 */
/*
 * reader - what the files that read an object share; for src/elf/ only
 */
#ifndef KMEND_ELF_READER_H
#define KMEND_ELF_READER_H

#include "elf/obj.h"

struct reader {
	struct obj *obj;
	struct arena *scratch;		/* goes when all is read */
	const uint8_t *map;
	size_t size;
	const Elf64_Shdr *shdrs;	/* copied, so aligned */
	size_t shnum, shstrndx;
	size_t symtab;			/* its index, 0 if there is none */
	const Elf64_Word *xindex;	/* of SHT_SYMTAB_SHNDX, or NULL */
	size_t n_syms;			/* with the null symbol */
	const char **strtab;		/* copy of a string table, by index */
	struct sec **secs;		/* by index; NULL: not in the model */
	struct sym **syms;		/* by index */
};

static inline bool range_ok(size_t total, uint64_t off, uint64_t size)
{
	return off <= total && size <= total - off;
}

/* The string at @off of the string table that is section @index. */
struct err *reader_string(struct reader *r, size_t index, uint64_t off,
			  const char **ret) __must_check;
/* All symbols; every section has its section symbol after that. */
struct err *reader_symbols(struct reader *r) __must_check;
/* The relocations that section @i of the file holds. */
struct err *reader_relas(struct reader *r, size_t i) __must_check;

#endif
