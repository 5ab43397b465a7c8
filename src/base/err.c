// SPDX-License-Identifier: GPL-2.0
#include "base/err.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct err {
	enum err_kind kind;
	int errnum;
	char *text;
	char *advice;
};

static __printf(1, 0) char *format(const char *fmt, va_list ap)
{
	_cleanup_arena_ struct arena *arena = arena_create();

	return xstrdup(arena_vprintf(arena, fmt, ap));
}

struct err *err_new(enum err_kind kind, const char *fmt, ...)
{
	struct err *err = xcalloc(1, sizeof(*err));
	va_list ap;

	va_start(ap, fmt);
	err->text = format(fmt, ap);
	va_end(ap);
	err->kind = kind;
	return err;
}

struct err *err_errno(int errnum, const char *fmt, ...)
{
	struct err *err = xcalloc(1, sizeof(*err));
	_cleanup_free_ char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	text = format(fmt, ap);
	va_end(ap);
	err->text = xasprintf("%s: %s", text, strerror(errnum));
	err->kind = ERR_FAILED;
	err->errnum = errnum;
	return err;
}

struct err *err_wrap(struct err *err, const char *fmt, ...)
{
	_cleanup_free_ char *text = NULL;
	char *joined;
	va_list ap;

	va_start(ap, fmt);
	text = format(fmt, ap);
	va_end(ap);
	joined = xasprintf("%s: %s", text, err->text);
	free(err->text);
	err->text = joined;
	return err;
}

struct err *err_advise(struct err *err, const char *fmt, ...)
{
	va_list ap;

	free(err->advice);
	va_start(ap, fmt);
	err->advice = format(fmt, ap);
	va_end(ap);
	return err;
}

struct err *err_advise_also(struct err *err, const char *fmt, ...)
{
	char *first = err->advice, *more;
	va_list ap;

	va_start(ap, fmt);
	more = format(fmt, ap);
	va_end(ap);
	err->advice = first ? xasprintf("%s\n%s", first, more) : xstrdup(more);
	free(first);
	free(more);
	return err;
}

enum err_kind err_kind(const struct err *err)
{
	return err->kind;
}

const char *err_text(const struct err *err)
{
	return err->text;
}

const char *err_advice(const struct err *err)
{
	return err->advice;
}

int err_errnum(const struct err *err)
{
	return err->errnum;
}

void err_destroy(struct err *err)
{
	if (!err)
		return;
	free(err->text);
	free(err->advice);
	free(err);
}
