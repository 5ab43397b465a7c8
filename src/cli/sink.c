// SPDX-License-Identifier: GPL-2.0
/*
 * sink - shows progress on stderr
 *
 * On a terminal the running step is one line that is written over; elsewhere
 * a step is one line when it ends, so that a log has no control characters.
 */
#include "cli/sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/progress.h"
#include "cli/shown.h"

#define STEP_WIDTH	10
#define REDRAW_SECONDS	0.1

static bool terminal, coloured, show_verbose;
static char *step_name, *step_detail;
static double step_began, step_drawn;

/* Text of a file name may be longer than the line; it must not wrap. */
static int room_for_detail(void)
{
	struct winsize size;
	int columns = 80;

	if (!ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		columns = size.ws_col;
	return columns > STEP_WIDTH + 14 ? columns - STEP_WIDTH - 14 : 0;
}

static void draw(void)
{
	const char *detail = step_detail ? step_detail : "";
	int len = (int)strnlen(detail, (size_t)room_for_detail());

	/* no character is cut */
	while (len && (detail[len] & 0xc0) == 0x80)
		len--;
	step_drawn = progress_clock();
	fprintf(stderr, "\r\033[K%-*s %.*s", STEP_WIDTH, step_name,
		len, detail);
	if (step_drawn - step_began >= REDRAW_SECONDS)
		fprintf(stderr, "  %.1f s", step_drawn - step_began);
	fflush(stderr);
}

static void set_detail(const char *detail)
{
	free(step_detail);
	step_detail = detail ? xstrdup(shown(detail)) : NULL;
}

static void sink_begin(const char *step, const char *detail)
{
	sink_finish();
	step_name = xstrdup(step);
	set_detail(detail);
	step_began = progress_clock();
	if (terminal)
		draw();
}

static void sink_update(const char *detail)
{
	if (!step_name)
		return;
	set_detail(detail);
	if (terminal && progress_clock() - step_drawn >= REDRAW_SECONDS)
		draw();
}

static void sink_end(const char *step, const char *result, double seconds)
{
	const char *text = result ? shown(result) : step_detail;

	if (terminal)
		fputs("\r\033[K", stderr);
	fprintf(stderr, "%-*s %s", STEP_WIDTH, step, text ? text : "");
	fprintf(stderr, coloured ? "  \033[2m%.1f s\033[0m\n" : "  %.1f s\n",
		seconds);
	free(take_ptr(step_name));
	set_detail(NULL);
}

static void sink_verbose(const char *line)
{
	if (!show_verbose)
		return;
	if (terminal && step_name)
		fputs("\r\033[K", stderr);
	fprintf(stderr, "  %s\n", shown_lines(line));
	if (terminal && step_name)
		draw();
}

void sink_finish(void)
{
	if (terminal && step_name)
		fputc('\n', stderr);
	free(take_ptr(step_name));
	set_detail(NULL);
}

static void sink_note(const char *line)
{
	sink_finish();
	fprintf(stderr, "kmend: %s\n", shown(line));
}

void sink_init(bool verbose)
{
	static const struct progress_sink sink = {
		.begin = sink_begin,
		.update = sink_update,
		.end = sink_end,
		.verbose = sink_verbose,
		.note = sink_note,
	};
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb");
	coloured = terminal && !(no_color && *no_color);
	show_verbose = verbose;
	progress_set_sink(&sink);
}
