/* SPDX-License-Identifier: GPL-2.0 */
/*
 * makefile - what a diff does to the kernel's Makefiles
 */
#ifndef KMEND_BUILD_MAKEFILE_H
#define KMEND_BUILD_MAKEFILE_H

#include "base/arena.h"
#include "base/vec.h"
#include "build/stage.h"

/**
 * Lists of objects may get those of new files and lose those of deleted ones.
 * All else would change how the kernel is built: a finding for each line.
 */
void makefile_judge(const struct unidiff_file *file,
		    const struct changes *changes, struct diags *diags);

struct makefile_list {		/* "foo-$(CONFIG_FOO) += bar.o baz.o" */
	const char *name;	/* "foo-$(CONFIG_FOO)" */
	VEC(const char *) objects;	/* "bar.o" */
};

struct makefile {
	VEC(struct makefile_list) lists;
};

/** Read the lists of a Makefile; all strings are of @arena. */
void makefile_read(struct arena *arena, const char *text,
		   struct makefile *ret);
void makefile_deinit(struct makefile *makefile);

/** The list that has an object; NULL if there is none. */
const struct makefile_list *makefile_find(const struct makefile *makefile,
					  const char *object);

/**
 * Has the object flags of its own? Also those of a rule for all objects, or a
 * rule to make it, count: whatever is set for something with its name.
 */
bool makefile_has_flags(const char *text, const char *object);

/** Is it a list of objects, by its name? Others are flags and rules. */
bool makefile_is_list(const char *name);

#endif
