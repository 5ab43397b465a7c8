// SPDX-License-Identifier: GPL-2.0
/*
 * finding - diag_add() with what is the same for all findings of a diff
 *
 * A finding that the author accepts stays visible, as a note with his reason.
 */
#include "diff/model.h"

static void __printf(6, 0)
add(struct diff *d, enum diag_level level, const char *code,
    const char *symbol, const char *todo, const char *fmt, va_list ap)
{
	const char *unit = d->opt->unit ? d->opt->unit : d->patched.obj->path;
	char *text = arena_vprintf(d->arena, fmt, ap);
	const struct mark *accept;
	char *key = arena_printf(d->arena, "%s %s: %s", code,
				 symbol ? symbol : "", text);

	/* one cause may be met from several sides */
	if (map_has(&d->told, key))
		return;
	map_put(&d->told, key, NULL);
	accept = level > DIAG_NOTE ? mark_accept(d, code, symbol) : NULL;
	if (accept) {
		level = DIAG_NOTE;
		text = arena_printf(d->arena, "%s: accepted (%s): %s", text,
				    accept->text, accept_means(code));
		todo = NULL;
	}
	diag_add(d->diags, level, code, unit, symbol, 0, todo, "%s", text);
}

void refuse(struct diff *d, const char *code, const char *symbol,
	    const char *todo, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, DIAG_REFUSE, code, symbol, todo, fmt, ap);
	va_end(ap);
}

void note(struct diff *d, enum diag_level level, const char *code,
	  const char *symbol, const char *todo, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, level, code, symbol, todo, fmt, ap);
	va_end(ap);
}
