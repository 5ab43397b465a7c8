/* SPDX-License-Identifier: GPL-2.0 */
/*
 * link_tables - symbols that the core resolves, and where it writes them
 *
 * What leads to the kernel is written once, when the patch is loaded; the
 * tables of that are in init sections, which the kernel then frees. What leads
 * to a module is written each time that it comes, and stays.
 */
#ifndef KMEND_BUILD_LINK_TABLES_H
#define KMEND_BUILD_LINK_TABLES_H

#include "base/vec.h"
#include "elf/obj.h"
#include "kmend_abi.h"

/* A symbol that the module loader cannot resolve; see kmend_abi_symbol. */
struct table_ref {
	const char *name, *object;
	uint64_t addr;
	uint32_t sympos;
	bool needed;		/* a finding says so */
};

struct link_table {
	VEC(const struct table_ref *) refs;
	VEC(struct kmend_abi_reloc) relocs;
	VEC(struct rela) places;	/* sym and off of each relocation */
};

struct link_tables {
	struct link_table once, stay;
};

/**
 * Take over a relocation; the bytes that it is about become zero.
 *
 * @param once  it can be written once: @ref is of the kernel.
 */
void link_tables_add(struct link_tables *tables, struct table_ref *ref,
		     struct sec *sec, const struct rela *rela, bool once);

/** Write those that are not empty; strings are reached by relocations. */
void link_tables_write(const struct link_tables *tables, struct obj *obj);
void link_tables_deinit(struct link_tables *tables);

#endif
