// SPDX-License-Identifier: GPL-2.0
#include "base/diag.h"

#include <inttypes.h>
#include <stdlib.h>

struct diags *diags_create(void)
{
	struct diags *diags = xcalloc(1, sizeof(*diags));

	diags->arena = arena_create();
	return diags;
}

void diags_destroy(struct diags *diags)
{
	if (!diags)
		return;
	vec_deinit(&diags->list);
	arena_destroy(diags->arena);
	free(diags);
}

void diag_add(struct diags *diags, enum diag_level level, const char *code,
	      const char *object, const char *symbol, uint64_t off,
	      const char *todo, const char *fmt, ...)
{
	struct arena *arena = diags->arena;
	struct diag diag = { .level = level, .off = off };
	va_list ap;

	diag.code = arena_strdup(arena, code);
	diag.object = arena_strdup(arena, object);
	diag.symbol = symbol ? arena_strdup(arena, symbol) : NULL;
	diag.todo = todo ? arena_strdup(arena, todo) : NULL;
	va_start(ap, fmt);
	diag.what = arena_vprintf(arena, fmt, ap);
	va_end(ap);
	vec_push(&diags->list, diag);
}

bool diags_refuse(const struct diags *diags)
{
	vec_for_each(&diags->list, diag) {
		if (diag->level == DIAG_REFUSE)
			return true;
	}
	return false;
}

char *diag_text(struct arena *arena, const struct diag *diag)
{
	char *where = arena_strdup(arena, diag->object);

	if (diag->symbol && diag->off)
		where = arena_printf(arena, "%s: %s+0x%" PRIx64, where,
				     diag->symbol, diag->off);
	else if (diag->symbol)
		where = arena_printf(arena, "%s: %s", where, diag->symbol);
	return arena_printf(arena, "%s: %s%s%s [%s]", where, diag->what,
			    diag->todo ? ": " : "",
			    diag->todo ? diag->todo : "", diag->code);
}
