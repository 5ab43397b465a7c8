/* SPDX-License-Identifier: GPL-2.0 */
/*
 * modules - the kernel's modules as they were shipped
 */
#ifndef KMEND_BUILD_MODULES_H
#define KMEND_BUILD_MODULES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "elf/obj.h"
#include "kernel/package.h"

struct module_file {
	const char *name;	/* as loaded: "nf_tables" */
	const char *path;	/* the .ko, maybe packed */
	const char *build_id;	/* lower hex */
	struct obj *ko;
};

struct modules {
	struct arena *arena;		/* of names and paths */
	const struct kernel *kernel;
	struct map paths;		/* name -> path below the modules */
	struct map files;		/* name -> struct module_file */
	bool listed;
};

void modules_init(struct modules *modules, struct arena *arena,
		  const struct kernel *kernel);
void modules_deinit(struct modules *modules);

/**
 * A module, read when it is asked for the first time.
 *
 * @param ret  NULL if the kernel's packages have no module of that name; it
 *             lives as long as @modules.
 */
struct err *modules_find(struct modules *modules, const char *name,
			 const struct module_file **ret) __must_check;

/**
 * Read a module that is not the kernel's own; it is found from now on.
 *
 * @param ret  called as it calls itself.
 */
struct err *modules_add(struct modules *modules, const char *path,
			const struct module_file **ret) __must_check;

/**
 * Is @needed there whenever the module @name is: does it depend on it,
 * directly or not?
 */
struct err *modules_depend(struct modules *modules, const char *name,
			   const char *needed, bool *ret) __must_check;

#endif
