/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kbuild - run the kernel's own make, undisturbed by our caller's settings
 */
#ifndef KMEND_BUILD_KBUILD_H
#define KMEND_BUILD_KBUILD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/process.h"

/** For struct process: takes away what a user's environment may set. */
extern const char *const kbuild_env[];

/**
 * Run make -s, with as many jobs as there are CPUs.
 *
 * @param dir      as for make -C.
 * @param args     variables and targets; not consumed.
 * @param out      file for its standard output, or NULL: into the log.
 * @param ret_log  what it wrote, malloc()ed, set in any case; may be NULL.
 * @return         NULL, or that it failed, with the end of what it wrote as
 *                 advice.
 */
struct err *kbuild_make_to(const char *dir, const struct argv *args,
			   const char *out, char **ret_log) __must_check;
struct err *kbuild_make(const char *dir, const struct argv *args,
			char **ret_log) __must_check;

/**
 * Read what kbuild leaves beside an object, .NAME.o.cmd (Makefile.build of
 * Linux 6.1 and 6.12): "cmd_X := gcc ... -c -o X.o X.c ; objtool ... X.o".
 *
 * @param text       the file; its first line is cut up.
 * @param ret_cc     the compiler's command in front of "-c -o", without the
 *                   option that would write kbuild's list of dependencies.
 * @param ret_after  the command behind the ';', or NULL if there is none.
 * @return           NULL, or that the line is another one than we know.
 */
struct err *kbuild_command(struct arena *arena, char *text,
			   const char **ret_cc, const char **ret_after)
	__must_check;

/** The last @lines lines of @log, as advice of @err; consumes @err. */
struct err *kbuild_explain(struct err *err, const char *log,
			   unsigned int lines) __must_check;

#endif
