/* SPDX-License-Identifier: GPL-2.0 */
/*
 * diff - two objects of one unit in, one patch object out
 *
 * Both were compiled with -ffunction-sections -fdata-sections and not yet
 * seen by objtool; one before, one after the source change.
 */
#ifndef KMEND_DIFF_DIFF_H
#define KMEND_DIFF_DIFF_H

#include "base/diag.h"
#include "elf/obj.h"

struct unit_map;
struct facts;

struct diff_entry_size {	/* --entry-size __jump_table=24 */
	const char *section;
	uint32_t size;
};

struct diff_options {
	const char *unit;		/* for messages: "fs/proc/meminfo.c" */
	const char *object;		/* "vmlinux", or a module's name */
	const struct obj *ko;		/* that module; NULL for vmlinux */
	const struct unit_map *map;	/* NULL: addresses are not known */
	const struct facts *facts;	/* NULL: as above */
	const struct diff_entry_size *sizes;
	size_t n_sizes;
	const char *dump_after;		/* name of a pass, or NULL */
	char **ret_dump;		/* malloc()ed text of that dump */
};

struct diff_func {
	const char *name;
	const char *why;	/* "code", "inlines bar()"...; NULL if none */
	uint64_t old_size, new_size;
	bool is_new;
};

/* A static function or variable that the change lets other units use. */
struct diff_global {
	const char *name;
	const char *reference;	/* KMEND_ABI_SYM_PREFIX... */
};

struct diff_result {
	struct arena *arena;
	struct obj *out;	/* the patch object; NULL if nothing changed */
	VEC(struct diff_func) funcs;	/* changed and new */
	VEC(struct diff_global) globals;
	struct diags *diags;	/* findings; see diags_refuse() */
};

/**
 * Compare and extract.
 *
 * A change that cannot be patched live is no error: result->diags has the
 * findings and result->out is NULL. Nothing changed: out is NULL and funcs
 * is empty.
 *
 * @orig and @patched are two objects, both the caller's; what passes note in
 * them (sec->special, sec->priv, sym->priv, sym->twin, relocations that the
 * assembler left out) is of no use to him afterwards.
 *
 * The patch object has .kmend.funcs, .kmend.ranges and .kmend.strings with
 * relocations to KMEND_ABI_SYM_PREFIX symbols; the link makes .kmend.symbols
 * and .kmend.relocs of them.
 */
struct err *diff_run(struct obj *orig, struct obj *patched,
		     const struct diff_options *opt,
		     struct diff_result **ret) __must_check;
void diff_result_destroy(struct diff_result *result);

#endif
