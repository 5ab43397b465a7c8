/* SPDX-License-Identifier: GPL-2.0 */
/*
 * external - a module that is not part of the kernel's source
 */
#ifndef KMEND_BUILD_EXTERNAL_H
#define KMEND_BUILD_EXTERNAL_H

#include "base/diag.h"
#include "base/err.h"
#include "build/modules.h"
#include "build/stage.h"
#include "build/unit.h"

struct external {
	struct arena *arena;
	const struct kernel *kernel;
	const char *ko;		/* the module, as it was shipped: */
	const struct module_file *module; /* set by external_stage() */
	const char *source;	/* what its Makefile or Kbuild is in */
	const char *dir;	/* for what is made on the way */
	const char *cc;		/* the compiler, as make calls it */
	const char *launcher;	/* in front of it, or NULL */
	struct diags *diags;
};

/**
 * Read the module and apply the diffs to a copy of its source.
 *
 * @param diffs    get their files' paths.
 * @param modules  knows the module then.
 */
struct err *external_stage(struct external *ext, struct diffs *diffs,
			   struct modules *modules) __must_check;

/**
 * Compile the units of the module as kbuild does, and those that the diffs
 * can have changed before and after them.
 *
 * @param units  is filled with the latter.
 */
struct err *external_compile(const struct external *ext,
			     const struct diffs *diffs, struct units *units)
	__must_check;

#endif
