/* SPDX-License-Identifier: GPL-2.0 */
/*
 * progress - tell a person what is going on and how long it took
 *
 * Code below cli/ announces steps; only cli/ knows a terminal and installs a
 * sink that shows them. Without a sink nothing is shown.
 */
#ifndef KMEND_BASE_PROGRESS_H
#define KMEND_BASE_PROGRESS_H

#include "base/err.h"

struct progress_sink {
	/* A step begins: "compile"; @detail "fs/proc/meminfo.c" or NULL. */
	void (*begin)(const char *step, const char *detail);
	/* Its detail changed ("12 of 30"); may come often. */
	void (*update)(const char *detail);
	/* ended well; "3 functions" or NULL */
	void (*end)(const char *step, const char *result, double seconds);
	/* A line for -v. */
	void (*verbose)(const char *line);
	/* A line that is shown at once, with or without a terminal. */
	void (*note)(const char *line);
};

void progress_set_sink(const struct progress_sink *sink);

/* Steps do not nest. A step that fails is simply never ended. */
void progress_begin(const char *step, const char *fmt, ...) __printf(2, 3);
void progress_update(const char *fmt, ...) __printf(1, 2);
void progress_end(const char *fmt, ...) __printf(1, 2);
void progress_verbose(const char *fmt, ...) __printf(1, 2);
void progress_note(const char *fmt, ...) __printf(1, 2);

/* Steps that have ended so far, for reports. */
struct progress_step {
	const char *name;
	double seconds;
};
const struct progress_step *progress_steps(size_t *ret_n);

/** Seconds since some fixed moment, monotonic. */
double progress_clock(void);

#endif
