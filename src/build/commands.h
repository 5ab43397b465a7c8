/* SPDX-License-Identifier: GPL-2.0 */
/*
 * commands - every unit that the kernel builds, and how
 */
#ifndef KMEND_BUILD_COMMANDS_H
#define KMEND_BUILD_COMMANDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "build/tree.h"

struct command {
	const char *target;	/* "fs/proc/uptime.o" */
	const char *source;	/* as the compiler is given it */
	const char *text;	/* for the shell, up to "-c -o" */
};

struct commands {
	VEC(struct command) list;	/* in make's order */
	struct map by_target;
	char *strings;
};

/**
 * Ask kbuild, without compiling anything, what it would compile for vmlinux
 * and all modules; or take its answer from the cache.
 *
 * @param ret  owns its strings; free with commands_deinit().
 */
struct err *commands_open(const struct tree *tree, struct commands *ret)
	__must_check;
void commands_deinit(struct commands *commands);

/** Are they in the cache already? */
bool commands_cached(const struct tree *tree);

/** The command for a source ("fs/proc/uptime.c"); NULL: it is not built. */
const struct command *commands_find(const struct commands *commands,
				    const char *path);

/**
 * The path below the source tree, or below the tree of what is made.
 *
 * @param path      as the compiler is given it.
 * @param ret_made  the latter; may be NULL.
 */
const char *command_path(const struct tree *tree, const char *path,
			 bool *ret_made);

/** A directory in a command, up to a blank; below one of the two trees. */
const char *command_dir(struct arena *arena, const struct tree *tree,
			const char *text);

/** "fs/proc" of "fs/proc/uptime.c"; "" if there is none. */
const char *path_dir(struct arena *arena, const char *path);

/** Without "." and without "x/..". */
const char *path_clean(struct arena *arena, const char *path);

/**
 * Read the commands that a build has left beside its objects, for a kernel of
 * one's own (kernel/own.h).
 *
 * All paths in them that lead to the source are made absolute: kbuild has "./"
 * where the kernel was built in its source, and "../" in a directory of it.
 * __FILE__ stays as it was.
 */
struct err *commands_own(struct arena *arena, const struct tree *tree,
			 struct commands *ret) __must_check;

/**
 * The same for one object, "fs/proc/uptime.o".
 *
 * @param ret  the command up to "-c -o"; NULL: it was not built there.
 */
struct err *command_own(struct arena *arena, const struct tree *tree,
			const char *target, const char **ret) __must_check;

/** A command of that build with absolute paths, see there. */
const char *command_rooted(struct arena *arena, const struct tree *tree,
			   const char *command);

/** Find the compilers' commands in what "make -n" wrote; for tests. */
void commands_parse(struct arena *arena, const char *text, const char *end,
		    struct commands *ret);

#endif
