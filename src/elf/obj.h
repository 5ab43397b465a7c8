/* SPDX-License-Identifier: GPL-2.0 */
/*
 * obj - one relocatable x86-64 ELF object in memory
 *
 * Everything reachable from an obj lives in its arena and goes with it.
 * Symbols, sections and relocations point at each other; indices of the file
 * exist only while reading and writing. Symbol and string tables, relocation
 * sections and group sections are not sections here: they are what the model
 * is made of, and obj_write() makes them anew.
 */
#ifndef KMEND_ELF_OBJ_H
#define KMEND_ELF_OBJ_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

struct sym;

struct rela {
	uint64_t off;		/* in the section */
	uint32_t type;		/* R_X86_64_* */
	struct sym *sym;	/* never NULL */
	int64_t addend;
};

struct sec {
	struct obj *obj;
	const char *name;
	uint32_t index;		/* in the file it was read from */
	uint32_t type;		/* SHT_* */
	uint64_t flags;		/* SHF_* */
	uint64_t align, entsize;
	uint8_t *data;		/* @size bytes; NULL for SHT_NOBITS */
	uint64_t size;
	VEC(struct rela) relas;	/* in order of off; in arena or heap */
	struct sym *sym;	/* its section symbol; never NULL after read */
	struct sec *link;	/* SHF_LINK_ORDER: the section it is about.
				 * SHT_RELA, only made by us and written: where
				 * somebody else will apply @relas */
	const void *special;	/* diff: its row in the table, or NULL */
	bool keep;		/* for obj_prune() */
	void *priv;		/* of who works on the object now */
};

struct sym {
	struct obj *obj;
	const char *name;	/* "" for section symbols */
	uint32_t index;		/* in the file it was read from */
	uint8_t bind, type, other;
	uint16_t shndx;		/* SHN_UNDEF, SHN_ABS, SHN_COMMON, or 0 when
				 * @sec is set */
	struct sec *sec;	/* where it is defined, or NULL */
	uint64_t value, size;
	struct sym *twin;	/* diff: what the output has of it */
	bool keep;		/* for obj_prune() */
	void *priv;		/* of the pass that runs now */
};

struct obj {
	struct arena *arena;
	const char *path;	/* for messages */
	VEC(struct sec *) secs;	/* in order of the file */
	VEC(struct sym *) syms;	/* without the null symbol */
	uint64_t bytes;		/* size of the file it was read from */
};

/** An empty object; @path (copied) is what messages call it. */
struct obj *obj_create(const char *path);
/** Frees everything reachable from it; NULL is fine. */
void obj_destroy(struct obj *obj);

static inline void obj_cleanup(struct obj **obj)
{
	obj_destroy(*obj);
}
#define _cleanup_obj_ __attribute__((cleanup(obj_cleanup)))

/**
 * Read a relocatable object (ET_REL, x86-64, little endian) into the model.
 *
 * @param path  opened and closed here; later changes of the file are not seen.
 * @param ret   the object, caller's to obj_destroy(). Untouched on failure.
 * @return      NULL, or what is wrong with the file, and where.
 */
struct err *obj_read(const char *path, struct obj **ret) __must_check;

/** As obj_read(), of bytes in memory; @path is what messages call them. */
struct err *obj_read_bytes(const char *path, const uint8_t *data, size_t size,
			   struct obj **ret) __must_check;

/**
 * Write a model as a relocatable object, whole or not at all.
 *
 * All sections and symbols are written (remove what is not wanted first),
 * local symbols before global ones, else in the order of the model.
 */
struct err *obj_write(struct obj *obj, const char *path) __must_check;

/** A new section with a section symbol; @name and @data are copied. */
struct sec *obj_add_sec(struct obj *obj, const char *name, uint32_t type,
			uint64_t flags, uint64_t align, const void *data,
			uint64_t size);
/** A new symbol; @sec NULL means undefined. @name is copied. */
struct sym *obj_add_sym(struct obj *obj, const char *name, uint8_t bind,
			uint8_t type, struct sec *sec, uint64_t value,
			uint64_t size);
/** Makes room for @n more relocations. */
void sec_reserve_relas(struct sec *sec, size_t n);
void sec_add_rela(struct sec *sec, uint64_t off, uint32_t type,
		  struct sym *sym, int64_t addend);

/** The first of that name, or NULL. */
struct sec *obj_find_sec(const struct obj *obj, const char *name);
/** Global or undefined of that name first, then local; or NULL. */
struct sym *obj_find_sym(const struct obj *obj, const char *name);

/** Keep only what @keep says; relocations must not lead to what goes. */
void obj_prune(struct obj *obj);

/** Canonical text of a whole object, for goldens and --dump-after. */
char *obj_dump(struct arena *arena, const struct obj *obj);

#endif
