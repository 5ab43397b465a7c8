// SPDX-License-Identifier: GPL-2.0
#include "build/failed.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "build/kbuild.h"

#define LINES_ONE	40	/* that are shown of a single file's messages */
#define LINES_EACH	3
#define LINES_ALL	60

void failures_add(struct failures *failures, const char *path, bool before,
		  char *messages)
{
	vec_push(&failures->list, ((struct failed){
		.path = path, .before = before, .messages = messages }));
}

static const char *before_text(const struct failed *failed)
{
	return failed->before ? ", even without the change" : "";
}

static bool is_error(const char *line)
{
	return strstr(line, " error: ") || strstr(line, "Error: ");
}

struct lines {
	struct arena *arena;
	struct map told;	/* lines; a header says the same for many */
	const char *text;
	size_t n;
};

/* The lines that say what is wrong; if there are none, the last one. */
static void lines_add(struct lines *lines, const struct failed *failed)
{
	char *rest = arena_strdup(lines->arena, failed->messages ?
				  failed->messages : "");
	const char *line, *last = NULL;
	size_t n = 0, n_errors = 0;

	while ((line = strsep(&rest, "\n"))) {
		last = *line ? line : last;
		if (!is_error(line))
			continue;
		n_errors++;
		if (n == LINES_EACH || lines->n >= LINES_ALL ||
		    map_has(&lines->told, line))
			continue;
		map_put(&lines->told, line, NULL);
		lines->text = arena_printf(lines->arena, "%s%s%s", lines->text,
					   *lines->text ? "\n" : "", line);
		lines->n++;
		n++;
	}
	if (!n_errors && last && lines->n < LINES_ALL) {
		lines->text = arena_printf(lines->arena, "%s%s%s: %s",
					   lines->text, *lines->text ? "\n" :
					   "", failed->path, last);
		lines->n++;
	}
}

static struct err *err_of_many(const struct failures *failures)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct lines lines = { .arena = arena, .text = "" };
	const char *names = "";
	struct map seen = {0};
	size_t n = 0;
	struct err *err;

	vec_for_each(&failures->list, f) {
		lines_add(&lines, f);
		if (map_has(&seen, f->path))
			continue;
		map_put(&seen, f->path, NULL);
		names = arena_printf(arena, "%s%s'%s'%s", names,
				     n++ ? ", " : "", f->path,
				     f->before ? " (even without the change)" :
				     "");
	}
	map_deinit(&seen);
	map_deinit(&lines.told);
	err = n == 1 ? err_new(ERR_FAILED, "%s does not compile", names) :
	      err_new(ERR_FAILED, "%zu files do not compile: %s", n, names);
	return *lines.text ? err_advise(err, "%s", lines.text) : err;
}

struct err *failures_err(struct failures *failures)
{
	struct failed *first = failures->list.v;
	struct err *err = NULL;

	if (failures->list.n == 1)
		err = kbuild_explain(err_new(ERR_FAILED, "'%s' does not "
				     "compile%s", first->path,
				     before_text(first)), first->messages,
				     LINES_ONE);
	else if (failures->list.n)
		err = err_of_many(failures);
	vec_for_each(&failures->list, f)
		free(f->messages);
	vec_deinit(&failures->list);
	return err;
}
