/* SPDX-License-Identifier: GPL-2.0 */
/*
 * affect - which units a change of what they include makes different
 */
#ifndef KMEND_BUILD_AFFECT_H
#define KMEND_BUILD_AFFECT_H

#include "build/commands.h"
#include "build/includes.h"
#include "build/overlay.h"
#include "build/stage.h"
#include "build/unit.h"

struct affect {
	struct arena *arena;
	const struct tree *tree;
	const char *temp;	/* a directory for what is made on the way */
	struct changes *changes;
	struct overlay *overlay;
	struct units *units;
	struct diags *diags;
	struct commands commands;
	struct includes includes;
};

/**
 * Find the units for all changes, each once: those that are changed, and
 * those that include what is changed and may come out different.
 *
 * A change of units alone needs no look at the rest of the kernel.
 *
 * @param affect  everything in front of @commands is set.
 */
struct err *affect_find(struct affect *affect) __must_check;
void affect_deinit(struct affect *affect);

/* For the files of it. */

/** Does some file include it? */
bool affect_included(const struct affect *affect, const char *path);

/** Is the unit one that no patch module replaces? Why, or NULL. */
const char *affect_outside(const char *path);

/**
 * Leave out units that cannot come out different, by what the files say that
 * they include: nobody mentions, directly or not, what the change declares.
 *
 * @param keep  a byte for each file; those of units are cleared.
 */
struct err *affect_by_words(struct affect *affect, uint8_t *keep)
	__must_check;

/**
 * Leave out units whose preprocessed text does not differ in anything that
 * the compiler would write out; add the others to the units.
 */
struct err *affect_by_text(struct affect *affect, const uint8_t *keep)
	__must_check;

/**
 * Constants of C that assembler uses must not change.
 *
 * @param keep  looked at, and cleared, for the files that they come from.
 */
struct err *affect_constants(struct affect *affect, uint8_t *keep)
	__must_check;

/**
 * The flags of files that the change adds, and what it does to Makefiles.
 */
struct err *affect_makefiles(struct affect *affect) __must_check;

#endif
