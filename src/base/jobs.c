// SPDX-License-Identifier: GPL-2.0
/*
 * Threads do little more than wait for the programs that they run, so there
 * is one for each that is to run at once (process_cpus()). Errors are kept by
 * element, so that which one is reported does not depend on who was faster.
 */
#include "base/jobs.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/process.h"

#define JOBS_THREADS_MAX	256

struct jobs {
	char *elems;
	size_t n, size;
	struct err *(*work)(void *elem, void *data);
	void (*done)(size_t n_done, void *data);
	void *data;
	pthread_mutex_t lock;	/* of all below */
	size_t next, n_done;
	bool failed;
	struct err **errs;	/* by element */
};

static void *jobs_thread(void *arg)
{
	struct jobs *jobs = arg;
	struct err *err;
	size_t i;

	pthread_mutex_lock(&jobs->lock);
	while (jobs->next < jobs->n && !jobs->failed) {
		i = jobs->next++;
		pthread_mutex_unlock(&jobs->lock);
		err = jobs->work(jobs->elems + i * jobs->size, jobs->data);
		pthread_mutex_lock(&jobs->lock);
		jobs->errs[i] = err;
		jobs->failed |= err != NULL;
		jobs->n_done++;
		if (jobs->done)
			jobs->done(jobs->n_done, jobs->data);
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

/* Our own thread works too, so that no thread at all is enough. */
static void jobs_start(struct jobs *jobs)
{
	pthread_t threads[JOBS_THREADS_MAX];
	size_t n = (size_t)process_cpus(), started = 0;

	if (n > jobs->n)
		n = jobs->n;
	if (n > JOBS_THREADS_MAX)
		n = JOBS_THREADS_MAX;
	while (started + 1 < n &&
	       !pthread_create(&threads[started], NULL, jobs_thread, jobs))
		started++;
	jobs_thread(jobs);
	while (started)
		pthread_join(threads[--started], NULL);
}

struct err *jobs_run(void *elems, size_t n, size_t size,
		     struct err *(*work)(void *elem, void *data),
		     void (*done)(size_t n_done, void *data), void *data)
{
	struct jobs jobs = {
		.elems = elems, .n = n, .size = size,
		.work = work, .done = done, .data = data,
		.lock = PTHREAD_MUTEX_INITIALIZER,
	};
	struct err *first = NULL;

	jobs.errs = xcalloc(n ? n : 1, sizeof(*jobs.errs));
	jobs_start(&jobs);
	for (size_t i = 0; i < n; i++) {
		if (first)
			err_destroy(jobs.errs[i]);
		else
			first = jobs.errs[i];
	}
	free(jobs.errs);
	return first;
}

static void *background_thread(void *arg)
{
	struct background *bg = arg;

	bg->err = bg->work(bg->data);
	__atomic_store_n(&bg->done, true, __ATOMIC_RELEASE);
	return NULL;
}

void background_start(struct background *bg, struct err *(*work)(void *data),
		      void *data)
{
	*bg = (struct background){ .work = work, .data = data };
	bg->threaded = !pthread_create(&bg->thread, NULL, background_thread,
				       bg);
}

bool background_is_done(const struct background *bg)
{
	return !bg->work || __atomic_load_n(&bg->done, __ATOMIC_ACQUIRE);
}

struct err *background_wait(struct background *bg)
{
	struct err *err;

	if (!bg->work)
		return NULL;
	if (bg->threaded)
		pthread_join(bg->thread, NULL);
	else
		background_thread(bg);
	err = bg->err;
	*bg = (struct background){0};
	return err;
}
