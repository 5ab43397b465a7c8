/* SPDX-License-Identifier: GPL-2.0 */
/*
 * process - run another program and wait for it
 *
 * No shell. SIGINT and SIGTERM (base/interrupt.h) end the child's whole
 * process group and come back as an error, so that callers unwind and clean
 * up as after any failure.
 */
#ifndef KMEND_BASE_PROCESS_H
#define KMEND_BASE_PROCESS_H

#include "base/err.h"
#include "base/vec.h"

struct argv {
	VEC(char *) list;	/* always NULL-ended for execvp() */
};

/** Appends copies; the last argument is NULL. */
void argv_add(struct argv *argv, ...) __attribute__((sentinel));
void argv_addf(struct argv *argv, const char *fmt, ...) __printf(2, 3);
void argv_deinit(struct argv *argv);
#define _cleanup_argv_ __attribute__((cleanup(argv_deinit)))

struct process {
	const char *cwd;		/* NULL: ours */
	const char *const *env;		/* "NAME=value" to add, "NAME" to
					 * take away; NULL-ended */
	const char *stdin_path;		/* NULL: /dev/null */
	char **ret_out;			/* stdout, malloc()ed; NULL: as err */
	char **ret_err;			/* stderr, malloc()ed; NULL: as ours */
	int *ret_status;		/* NULL: other than 0 is an error */
};

/**
 * Run a program to its end.
 *
 * @param argv  program (searched in PATH) and its arguments.
 * @param opt   NULL means all defaults.
 * @return      NULL, or why it could not be run, that it was ended by a
 *              signal or, unless opt->ret_status is given, that it failed;
 *              the last line that it wrote to stderr is part of the text.
 *              Outputs are set also on failure (maybe NULL).
 */
struct err *process_run(const struct argv *argv, const struct process *opt)
	__must_check;

/** How many processors may be used (as nproc), or what was set. */
int process_cpus(void);
/** How many programs are to run at once from now on; before threads begin. */
void process_cpus_set(int n);

#endif
