/* SPDX-License-Identifier: GPL-2.0 */
/*
 * launcher - a compiler launcher in front of what kbuild compiles
 */
#ifndef KMEND_BUILD_LAUNCHER_H
#define KMEND_BUILD_LAUNCHER_H

#include "base/arena.h"
#include "base/err.h"

/**
 * Put a launcher in front of the compiler for all that make compiles.
 *
 * @param cc        the compiler, as make calls it.
 * @param launcher  words of the shell: "ccache", "distcc --show-hosts".
 * @param dir       made here; must live as long as @ret is used.
 * @param ret       PATH for make.
 */
struct err *launcher_set(struct arena *arena, const char *cc,
			 const char *launcher, const char *dir,
			 const char **ret) __must_check;

#endif
