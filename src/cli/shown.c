// SPDX-License-Identifier: GPL-2.0
#include "cli/shown.h"

#include "base/arena.h"
#include "base/printable.h"

static const char *shown_keep(const char *text, const char *keep)
{
	static struct arena *arena;
	_cleanup_free_ char *safe = text_printable(text, keep);

	if (!arena)
		arena = arena_create();
	return arena_strdup(arena, safe);
}

const char *shown(const char *text)
{
	return shown_keep(text, "");
}

const char *shown_lines(const char *text)
{
	return shown_keep(text, "\n\t");
}
