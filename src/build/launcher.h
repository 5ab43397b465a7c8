/* SPDX-License-Identifier: GPL-2.0 */
/*
 * launcher - a compiler launcher in front of what kbuild compiles
 */
#ifndef KMEND_BUILD_LAUNCHER_H
#define KMEND_BUILD_LAUNCHER_H

#include "base/arena.h"
#include "base/err.h"
#include "build/tree.h"

/**
 * Put a launcher in front of the compiler for all that make compiles in the
 * tree from now on.
 *
 * @param launcher  words of the shell: "ccache", "distcc --show-hosts".
 * @param dir       made here; must live as long as @tree is used.
 */
struct err *launcher_set(struct arena *arena, struct tree *tree,
			 const char *launcher, const char *dir) __must_check;

#endif
