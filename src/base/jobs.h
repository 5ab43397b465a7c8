/* SPDX-License-Identifier: GPL-2.0 */
/*
 * jobs - the same work for many things, as many at once as there are CPUs
 */
#ifndef KMEND_BASE_JOBS_H
#define KMEND_BASE_JOBS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/**
 * Call @work for every element of an array, from several threads.
 *
 * An error ends it: elements that have not begun then are left out.
 *
 * @param elems  @n elements of @size bytes; each is seen by one thread only.
 * @param work   must not touch what it shares with other elements; it may
 *               run programs, but not report progress.
 * @param done   NULL, or called after each element by one thread at a time;
 *               may report progress.
 * @return       the error of the first element in order that failed.
 */
struct err *jobs_run(void *elems, size_t n, size_t size,
		     struct err *(*work)(void *elem, void *data),
		     void (*done)(size_t n_done, void *data), void *data)
	__must_check;

/* One thing that is done beside others. */
struct background {
	struct err *(*work)(void *data);	/* NULL: never begun */
	void *data;
	pthread_t thread;
	bool threaded;
	bool done;		/* atomic */
	struct err *err;
};

/**
 * Begin work in a thread of its own; it may run programs, but not report
 * progress. Without threads it is done when it is waited for.
 *
 * @param bg  must stay where it is until background_wait().
 */
void background_start(struct background *bg, struct err *(*work)(void *data),
		      void *data);

/** Would background_wait() not have to wait? */
bool background_is_done(const struct background *bg);

/** The end of the work, and its error; NULL if there was none to be done. */
struct err *background_wait(struct background *bg) __must_check;

#endif
