// SPDX-License-Identifier: GPL-2.0
#include "base/progress.h"

#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/vec.h"

static const struct progress_sink *sink;
static VEC(struct progress_step) steps;
static const char *running;
static double began;

void progress_set_sink(const struct progress_sink *new_sink)
{
	sink = new_sink;
}

double progress_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static __printf(1, 0) char *text_of(const char *fmt, va_list ap)
{
	_cleanup_arena_ struct arena *arena = arena_create();

	return fmt ? xstrdup(arena_vprintf(arena, fmt, ap)) : NULL;
}

void progress_begin(const char *step, const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = text_of(fmt, ap);
	va_end(ap);
	running = step;
	began = progress_clock();
	if (sink)
		sink->begin(step, text);
}

void progress_update(const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = text_of(fmt, ap);
	va_end(ap);
	if (sink)
		sink->update(text);
}

void progress_end(const char *fmt, ...)
{
	struct progress_step step = { .name = running };
	_cleanup_free_ char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = text_of(fmt, ap);
	va_end(ap);
	step.seconds = progress_clock() - began;
	vec_push(&steps, step);
	if (sink)
		sink->end(running, text, step.seconds);
}

void progress_verbose(const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list ap;

	if (!sink)
		return;
	va_start(ap, fmt);
	text = text_of(fmt, ap);
	va_end(ap);
	sink->verbose(text);
}

void progress_note(const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list ap;

	if (!sink || !sink->note)
		return;
	va_start(ap, fmt);
	text = text_of(fmt, ap);
	va_end(ap);
	sink->note(text);
}

const struct progress_step *progress_steps(size_t *ret_n)
{
	*ret_n = steps.n;
	return steps.v;
}
