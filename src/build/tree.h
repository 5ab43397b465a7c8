/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tree - a kernel's source, prepared to compile single units of it
 */
#ifndef KMEND_BUILD_TREE_H
#define KMEND_BUILD_TREE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/process.h"
#include "kernel/package.h"

struct tree {
	const struct kernel *kernel;
	const char *source;	/* the sources; never written to */
	const char *dir;	/* make O=: configuration, objects */
	const char *keep;	/* for what we compile and find out; @dir, but
				 * for a tree that is not ours */
	const char *cc;		/* the compiler that the kernel was made with */
	const char *other;	/* another one: which, in words; or NULL */
	const char *path;	/* PATH for make, or NULL: ours */
};

/**
 * Is the compiler here that the kernel's configuration names? Nothing is
 * compiled before this is known, nor anything prepared.
 *
 * @param any        another one will do, too.
 * @param ret_cc     what make calls it.
 * @param ret_other  it is another one, in words; or NULL.
 * @return           NULL, or what to install.
 */
struct err *tree_check_compiler(struct arena *arena,
				const struct kernel *kernel, bool any,
				const char **ret_cc, const char **ret_other)
	__must_check;

/**
 * Look for a build directory's tree (kernel/own.h), for one build: nothing is
 * made in it, and all that is compiled goes to @keep.
 */
struct err *tree_open_own(struct arena *arena, const struct kernel *kernel,
			  bool any, const char *keep, struct tree **ret)
	__must_check;

/** What the compiler of @tree->kernel is, into @cc and @other (see there). */
struct err *tree_compiler(struct arena *arena, struct tree *tree, bool any)
	__must_check;

/**
 * The value of a line "KEY=value" or KEY="value" of a configuration's text,
 * from @arena; NULL if there is none.
 */
char *tree_config_get(struct arena *arena, const char *config,
		      const char *key);

/** The kernel's source, under the name that make gives it: without links. */
const char *tree_source(struct arena *arena, const struct kernel *kernel);

/**
 * Prepare a tree, or take the prepared one that is in the cache.
 *
 * The configuration is that of the kernel's headers package, to the letter;
 * the compiler must be the one that it names. What another one makes has a
 * tree of its own.
 *
 * @param kernel  must live as long as the tree.
 * @param any     another compiler will do, too.
 * @param arena   owns @ret and its strings.
 */
struct err *tree_open(struct arena *arena, const struct kernel *kernel,
		      bool any, struct tree **ret) __must_check;

/**
 * Run make in the tree; one process at a time does.
 *
 * @param targets  objects ("fs/proc/uptime.o") or other targets.
 * @param ret_log  malloc()ed, may be NULL.
 */
struct err *tree_make(const struct tree *tree, const struct argv *targets,
		      char **ret_log) __must_check;

/**
 * Make the programs that few units need (asn1_compiler, genheaders), and what
 * the constants of assembler come from, unless they were made.
 *
 * @param ret_made  they were not there before.
 */
struct err *tree_tools(const struct tree *tree, bool *ret_made) __must_check;

/** As tree_make(), with the standard output in the file @out. */
struct err *tree_make_to(const struct tree *tree, const struct argv *targets,
			 const char *out, char **ret_log) __must_check;

#endif
