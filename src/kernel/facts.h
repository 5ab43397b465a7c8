/* SPDX-License-Identifier: GPL-2.0 */
/*
 * facts - what is known about one kernel, from its packages alone
 */
#ifndef KMEND_KERNEL_FACTS_H
#define KMEND_KERNEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

/* One line of kallsyms, out of the image. */
struct ksym {
	const char *name;
	uint64_t addr;		/* as linked; per-CPU: offset */
	uint64_t size;		/* up to the next symbol of its section */
	char type;		/* as nm: 'T', 't', 'D', ... */
	uint32_t sympos;	/* 0: unique, else from 1 in order of address */
	struct ksym *same;	/* the next of that name, or NULL */
};

/* The kernel image, unpacked from vmlinuz: an ELF file without symbols. */
struct image {
	const uint8_t *data;
	size_t size;
	char build_id[65];	/* lower hex */
	uint64_t text;		/* link address of _text */
};

struct kexport {
	const char *name;
	const char *module;	/* "vmlinux" or a path like "fs/ext4/ext4" */
	const char *ns;		/* "" if none */
	uint32_t crc;
	bool gpl;
};

struct facts {
	struct arena *arena;
	char *release;		/* uname -r */
	struct image image;
	VEC(struct ksym) ksyms;	/* in order of address */
	struct map by_name;	/* name -> first struct ksym * of that name */
	struct map exports;	/* name -> struct kexport * */
	struct btf_types *types;	/* of its BTF; kernel/btf.h */
	const uint8_t *cached;	/* file that image and names are in, mapped, */
	size_t cached_size;	/* or NULL; see facts_load_cached() */
};

/**
 * Load the facts of one kernel.
 *
 * @param vmlinuz  compressed or plain image.
 * @param symvers  Module.symvers, or NULL: no exports are known then.
 * @param ret      caller's to facts_destroy(); untouched on failure.
 */
struct err *facts_load(const char *release, const char *vmlinuz,
		       const char *symvers, struct facts **ret) __must_check;
void facts_destroy(struct facts *facts);

/**
 * As facts_load(), but what was unpacked and decoded once is kept in @dir, by
 * content of @vmlinuz. A cache that is damaged or cannot be written costs
 * time, nothing else.
 *
 * @param dir  made if need be; holds one file of some 65 MB for each kernel.
 */
struct err *facts_load_cached(const char *release, const char *vmlinuz,
			      const char *symvers, const char *dir,
			      struct facts **ret) __must_check;

struct kernel;
/**
 * The build ID of a kernel's image, in lower hex, from facts_load_cached() in
 * the kernel's own directory.
 *
 * @param ret  untouched on failure.
 */
struct err *facts_build_id(const struct kernel *kernel,
			   char ret[65]) __must_check;

/** The n-th symbol of that name (sympos from 1; 0: it must be unique). */
const struct ksym *facts_find(const struct facts *facts, const char *name,
			      uint32_t sympos);
/** The symbol @name at exactly @addr, or NULL. */
const struct ksym *facts_find_at(const struct facts *facts, const char *name,
				 uint64_t addr);
/** How many symbols have that name. */
size_t facts_count(const struct facts *facts, const char *name);

/**
 * @size bytes of the image at link address @addr (per-CPU: at that offset),
 * or NULL where the file has none. Zeroes for .bss if the file holds them.
 */
const uint8_t *image_at(const struct image *image, uint64_t addr, size_t size);

/*
 * A unit (one compiled .c file) found in the image: where each of its
 * symbols is. Proved by comparing bytes; see unit_locate().
 */
struct unit_sym {
	const char *name;
	const char *section;	/* of a module; addr is an offset in it */
	uint64_t addr;		/* link address; per-CPU: offset */
	uint64_t size;
	uint32_t sympos;	/* of that name in kallsyms; 0: unique */
	bool percpu;
	bool func;
	bool in_kallsyms;	/* has that name at that address */
	bool elsewhere;		/* weak, and the kernel uses another one */
};

struct unit_map {
	struct arena *arena;
	const char *object;	/* "vmlinux", or a module's name */
	struct map by_name;	/* symbol of the unit -> struct unit_sym * */
};

struct obj;

/**
 * Find a unit, compiled as the distribution did, in the image, and prove it.
 *
 * Every byte of its text outside relocations and known rewrites must equal
 * the image; every relocation of its text tells the address of the symbol it
 * leads to, which must agree with kallsyms where that knows the address.
 *
 * @param unit  compiled without -ffunction-sections.
 * @param ret   the map; caller's to unit_map_destroy().
 * @return      NULL, or where the first difference is.
 */
struct err *unit_locate(const struct facts *facts, const struct obj *unit,
			struct unit_map **ret) __must_check;
void unit_map_destroy(struct unit_map *map);
const struct unit_sym *unit_map_find(const struct unit_map *map,
				     const char *name);

#endif
