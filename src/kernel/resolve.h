/* SPDX-License-Identifier: GPL-2.0 */
/*
 * resolve - what an undefined name of a patch means in one kernel
 */
#ifndef KMEND_KERNEL_RESOLVE_H
#define KMEND_KERNEL_RESOLVE_H

#include "kernel/facts.h"

enum symref_kind {
	SYMREF_UNKNOWN,		/* neither in the image nor exported */
	SYMREF_LOCAL,		/* in the image, but only as local symbols */
	SYMREF_AMBIGUOUS,	/* several global symbols have that name */
	SYMREF_GLOBAL,		/* one global symbol, not simply exported */
	SYMREF_EXPORT,		/* the module loader finds it in vmlinux */
	SYMREF_MODULE,		/* exported, but only by a module */
};

struct symref {
	enum symref_kind kind;
	const struct ksym *sym;	/* GLOBAL, EXPORT: where; LOCAL,
				 * AMBIGUOUS: the first; else NULL */
	size_t count;		/* LOCAL, AMBIGUOUS: how many */
	bool gpl;		/* EXPORT, MODULE: for GPL modules only */
	bool percpu;		/* sym->addr is a per-CPU offset */
	const char *ns;		/* namespace of an export, "" if none */
	const char *module;	/* MODULE: name as in lsmod; from the facts'
				 * arena */
};

/**
 * Decide what an undefined global name leads to.
 *
 * A global symbol of the image comes before what a module exports, since the
 * kernel itself was linked to it. An export in a namespace is told as GLOBAL
 * (ns says which): importing it would take a MODULE_IMPORT_NS.
 *
 * @param ret  always filled; strings and symbols live as long as @facts.
 */
void facts_resolve(const struct facts *facts, const char *name,
		   struct symref *ret);

#endif
