/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inspect_funcs - the functions of a patch module, old and new
 */
#ifndef KMEND_CLI_INSPECT_FUNCS_H
#define KMEND_CLI_INSPECT_FUNCS_H

#include "build/modules.h"
#include "cli/inspect_code.h"

struct inspect_func {
	const char *name;
	const char *object;	/* "vmlinux" or a module; NULL: it is new */
	uint64_t old_addr;	/* in the image; 0 in a module */
	uint32_t sympos, old_size;
	struct code old, new;
};

struct inspect_funcs {
	struct arena *arena;
	struct obj *patch;	/* caller's */
	VEC(struct inspect_func) list;
};

/** Read the tables of a patch module; @ret->arena and ->patch are set. */
struct err *inspect_funcs_read(struct inspect_funcs *ret) __must_check;

/**
 * Find the old code of all of them.
 *
 * @param modules  shipped modules; what is found lives as long as they do.
 */
struct err *inspect_funcs_old(struct inspect_funcs *funcs,
			      const struct facts *facts,
			      struct modules *modules) __must_check;

#endif
