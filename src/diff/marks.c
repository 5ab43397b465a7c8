// SPDX-License-Identifier: GPL-2.0
/*
 * marks - read what the author says, and find it
 *
 * A mark is four strings of the patched object, see include/kmend/mark.h. It
 * names a function or variable as the source does; what the compiler made of
 * it (count.3, foo.constprop.0) is meant, too.
 */
#include <string.h>

#include "diff/model.h"

/* The string at *@at, which moves behind it; NULL: there is no more. */
static const char *word_take(struct arena *arena, const struct sec *sec,
			     uint64_t *at)
{
	const char *data = (const char *)sec->data + *at;
	size_t left = sec->size - *at, len;

	if (!left)
		return NULL;
	len = strnlen(data, left);
	*at += len < left ? len + 1 : left;
	return arena_printf(arena, "%.*s", (int)len, data);
}

static void section_read(struct diff *d, const struct sec *sec)
{
	struct mark mark = {0};
	uint64_t at = 0;

	while (sec->data && (mark.what = word_take(d->arena, sec, &at))) {
		mark.name = word_take(d->arena, sec, &at);
		mark.code = word_take(d->arena, sec, &at);
		mark.text = word_take(d->arena, sec, &at);
		if (mark.text)
			vec_push(&d->marks, mark);
	}
}

void marks_read(struct diff *d)
{
	vec_for_each(&d->patched.obj->secs, p) {
		const struct special *row = (*p)->special;

		if (row && row->marks)
			section_read(d, *p);
	}
}

/* "foo" is about foo, foo.3, foo.cold and foo.isra.0. */
static bool is_about(const struct mark *mark, const char *name)
{
	size_t len = strlen(mark->name);

	return name && !strncmp(mark->name, name, len) &&
	       (!name[len] || name[len] == '.');
}

const struct mark *mark_use(struct diff *d, const char *what,
			    const char *name)
{
	vec_for_each(&d->marks, mark) {
		if (strcmp(mark->what, what) || !is_about(mark, name))
			continue;
		mark->used = true;
		return mark;
	}
	return NULL;
}

const struct mark *mark_accept(struct diff *d, const char *code,
			       const char *name)
{
	if (!accept_means(code))
		return NULL;
	vec_for_each(&d->marks, mark) {
		if (strcmp(mark->what, "accept") ||
		    strcmp(mark->code, code) || !is_about(mark, name))
			continue;
		mark->used = true;
		return mark;
	}
	return NULL;
}

bool mark_is_info(const struct mark *mark)
{
	return !strcmp(mark->name, "-");
}

static const struct {
	const char *what, *macro;
	bool info;
} macros[] = {
	{ .what = "ignore", .macro = "KMEND_IGNORE_FUNC" },
	{ .what = "force", .macro = "KMEND_FORCE_FUNC" },
	{ .what = "accept", .macro = "KMEND_ACCEPT" },
	{ .what = "immediate", .macro = "KMEND_IMMEDIATE" },
	{ .what = "description", .macro = "KMEND_DESCRIPTION", .info = true },
	{ .what = "cve", .macro = "KMEND_CVE", .info = true },
	{ .what = "mode", .macro = "KMEND_MODE", .info = true },
	{ .what = "replace", .macro = "KMEND_REPLACE", .info = true },
};

static const char *mark_macro(const struct mark *mark)
{
	for (size_t i = 0; i < ARRAY_LEN(macros); i++)
		if (!strcmp(macros[i].what, mark->what) &&
		    macros[i].info == mark_is_info(mark))
			return macros[i].macro;
	return NULL;
}

bool mark_is_known(const struct mark *mark)
{
	return mark_macro(mark);
}

const char *mark_text(struct arena *arena, const struct mark *mark)
{
	const char *macro = mark_macro(mark);

	return arena_printf(arena, "%s(%s%s%s)", macro ? macro : mark->what,
			    strcmp(mark->what, "accept") ? "" : mark->code,
			    strcmp(mark->what, "accept") ? "" : ", ",
			    mark_is_info(mark) ? mark->text : mark->name);
}
