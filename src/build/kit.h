/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kit - what every patch module of one kernel is made with
 */
#ifndef KMEND_BUILD_KIT_H
#define KMEND_BUILD_KIT_H

#include "base/arena.h"
#include "base/err.h"
#include "kernel/package.h"

struct kit {
	const struct kernel *kernel;
	const char *core;	/* kmend.ko for this kernel */
	const char *symvers;	/* checksums of what the core exports */
	const char *entry;	/* patch/kmend_patch.c, compiled */
	const char *entry_livepatch;	/* patch/kmend_livepatch.c; without
				 * CONFIG_LIVEPATCH there is none */
	const char *script;	/* the linker script of patches */
	const char *objtool;	/* command, to be completed by an object */
};

/**
 * Make the kit, or take the one that is in the cache. It is keyed by the
 * contents of core/, abi/ and patch/.
 *
 * @param arena  owns @ret.
 */
struct err *kit_open(struct arena *arena, const struct kernel *kernel,
		     struct kit **ret) __must_check;

/**
 * Make a module of a linked object, with the kernel's own kbuild and modpost.
 *
 * @param dir   a directory for it alone.
 * @param name  of the module; @dir/NAME.o_shipped is the object.
 * @param ret   path of the module.
 */
struct err *kit_module(struct arena *arena, const struct kit *kit,
		       const char *dir, const char *name, const char **ret)
	__must_check;

/**
 * The core that was built for a kernel of the cache, by this version of the
 * sources of the core.
 *
 * @param ret  malloc()ed path; NULL if it was not built.
 */
struct err *kit_core_find(const char *release, char **ret) __must_check;

#endif
