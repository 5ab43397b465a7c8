/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ko - a kernel module file, as far as control needs to look into it
 *
 * Every offset and count is checked against the size of the file when it is
 * opened, so what comes out of here may be followed without further care.
 */
#ifndef KMEND_CONTROL_KO_H
#define KMEND_CONTROL_KO_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct ko {
	char *data;		/* the whole file */
	size_t size;
	Elf64_Shdr *secs;
	size_t n_secs;
	const char *names;	/* section names, ended by a NUL */
	size_t checksum;	/* where its digits are; 0: it has none */
	size_t *found;		/* for each section, where ko_pointed() was */
};

/**
 * Read a relocatable x86-64 ELF file. If it has a checksum, that is right.
 *
 * @param ret  caller's to ko_close(); untouched on failure.
 * @return     NULL, or what is wrong with the file, without its name.
 */
struct err *ko_open(const char *path, struct ko **ret) __must_check;
/**
 * As ko_open(), of what was read already.
 *
 * @param data  malloc()ed; @ret's from now on, and freed on failure.
 */
struct err *ko_open_bytes(char *data, size_t size, struct ko **ret)
	__must_check;
/** NULL is fine. */
void ko_close(struct ko *ko);

static inline void ko_cleanup(struct ko **ko)
{
	ko_close(*ko);
}
#define _cleanup_ko_ __attribute__((cleanup(ko_cleanup)))

/** The index of the section called @name, or 0. */
size_t ko_find(const struct ko *ko, const char *name);

/** The bytes of a section; NULL if it has none in the file. */
const char *ko_bytes(const struct ko *ko, size_t sec);

/**
 * The value of @key in a section of NUL-ended "key=value" strings.
 *
 * @return  it, inside the file, or NULL.
 */
const char *ko_value(const struct ko *ko, size_t sec, const char *key);

/**
 * The name of a symbol, and where it is.
 *
 * @param i          from 1 on.
 * @param ret_shndx  as in Elf64_Sym.
 * @return           it, inside the file, or NULL: there are no more.
 */
const char *ko_sym(const struct ko *ko, size_t i, uint16_t *ret_shndx);

/**
 * The string that the pointer at @off of section @sec will point at once the
 * module loader has applied the section's relocations. Quick if asked in the
 * order of the relocations.
 *
 * @return  it, inside the file, or NULL: no such relocation, or not a string.
 */
const char *ko_pointed(const struct ko *ko, size_t sec, uint64_t off);

#endif
