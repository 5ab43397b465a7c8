/* SPDX-License-Identifier: GPL-2.0 */
/*
 * jobs - the same work for many things, as many at once as there are CPUs
 */
#ifndef KMEND_BASE_JOBS_H
#define KMEND_BASE_JOBS_H

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

#endif
