/* SPDX-License-Identifier: GPL-2.0 */
/*
 * unit - the .c files that a patch touches, compiled three times
 *
 * As the distribution did (to verify), and before and after the diff with
 * every function and variable in a section of its own (to compare).
 */
#ifndef KMEND_BUILD_UNIT_H
#define KMEND_BUILD_UNIT_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/err.h"
#include "base/vec.h"
#include "build/overlay.h"
#include "build/stage.h"
#include "build/tree.h"

struct unit {
	const char *path;	/* "fs/proc/uptime.c" */
	const char *target;	/* "fs/proc/uptime.o" */
	const char *dist;	/* object, as the distribution compiled it */
	const char *orig;	/* object, before the diff */
	const char *patched;	/* object, after it */
	const char *command;	/* the compiler's, up to "-c -o" */
	bool made;		/* the source is made by the build, too */
	bool is_new;		/* the patch adds the file */
	bool by_include;	/* it is changed by what it includes */
	const char **modules;	/* that it is part of, as loaded, NULL-ended;
				 * NULL: it is part of vmlinux */
};

/*
 * What is added to the kernel's command, before and after the diff. With KASAN
 * the compiler makes a table of all variables and code that enters it, to have
 * the space around them watched, and describes those on the stack with their
 * lines, which move: a patch does without. Whatever the unit's own flags say of
 * debug information, it is in the object, as it is.
 */
#define UNIT_FLAGS "-ffunction-sections -fdata-sections -g -gno-split-dwarf " \
		   "-gz=none"
const char *unit_flags(const char *command);

/* What is added where only code and data are looked at. */
#define UNIT_NO_DEBUG "-g0"

struct units {
	VEC(struct unit) list;
};

/** Fill in @modules, by what @command says. */
struct err *unit_modules(struct arena *arena, struct unit *unit) __must_check;

/**
 * Compile the units as the distribution did, but without debug information, by
 * the kernel's own make, and learn the commands. What was compiled before is
 * taken as it is.
 *
 * @param units  @path is set; the rest is filled in, from @arena.
 * @param diags  gets a finding for each unit that this kernel does not build.
 */
struct err *units_make(struct arena *arena, const struct tree *tree,
		       struct units *units, struct diags *diags) __must_check;

/**
 * Compile the units before and after the diff, several at once. Objects that
 * were made before of the same are taken as they are.
 *
 * @param overlay  the patched sources.
 * @param changes  what makes the overlay different.
 * @param launcher in front of each command (ccache), or NULL.
 * @param out    directory for the patched objects, on the same file system
 *               as the tree.
 * @param diags  gets KM139 for each unit that the change has read a file of
 *               elsewhere.
 * @return       NULL, or all other units that do not compile, with what the
 *               compiler said as advice.
 */
struct err *units_compile(struct arena *arena, const struct tree *tree,
			  struct units *units, const struct overlay *overlay,
			  const struct changes *changes,
			  const char *launcher, const char *out,
			  struct diags *diags) __must_check;

/**
 * Compile a unit as the distribution did, debug information included, if its
 * object in the tree was made without. Not objtool's work: who proves a unit
 * does without.
 *
 * @param out  the new object.
 * @param ret  was there anything to do?
 */
struct err *unit_compile_debug(struct arena *arena, const struct tree *tree,
			       const struct unit *unit, const char *out,
			       bool *ret) __must_check;

/** A directory may have a blank; a quote would end our quoting. */
struct err *unit_path_check(const char *path) __must_check;

/* What authors include: where it is, and a key of what is in it. */
struct unit_author {
	const char *flags, *key;
};

/** Both of them. */
struct err *unit_author_init(struct arena *arena, struct unit_author *ret)
	__must_check;

/** Where <kmend/...> is, for the compiler of what the diffs have changed. */
struct err *unit_author_flags(struct arena *arena, const char **ret)
	__must_check;

#endif
