/* SPDX-License-Identifier: GPL-2.0 */
/*
 * err - why something could not be done
 *
 * What can fail returns a struct err *, NULL when all went well. An error is
 * made where it is found, wrapped where more is known ("'x.o': truncated"),
 * and printed once, by cli/main.c, which alone turns its kind into an exit
 * status. Whoever receives an error owns it: pass it on, or err_destroy().
 */
#ifndef KMEND_BASE_ERR_H
#define KMEND_BASE_ERR_H

#include <stddef.h>

#define __must_check __attribute__((warn_unused_result))
#define __printf(fmt, args) __attribute__((format(printf, fmt, args)))

/* The numbers are the exit status of the program (DESIGN, "The command"). */
enum err_kind {
	ERR_FAILED = 1,
	ERR_USAGE = 2,
	ERR_REFUSED = 3,	/* cannot be patched live; findings say why */
	ERR_NOTHING = 4,	/* nothing changed */
};

struct err;

/** A new error; the text is one line without a full stop or newline. */
struct err *err_new(enum err_kind kind, const char *fmt, ...)
	__must_check __printf(2, 3);

/** As err_new(ERR_FAILED, ...) with ": " and strerror(errnum) appended. */
struct err *err_errno(int errnum, const char *fmt, ...)
	__must_check __printf(2, 3);

/** "text: " in front of what @err says; @err is consumed, its kind stays. */
struct err *err_wrap(struct err *err, const char *fmt, ...)
	__must_check __printf(2, 3);

/**
 * Give the reader advice: a second line that says what to do, replacing any
 * that @err had. Consumes and returns @err.
 */
struct err *err_advise(struct err *err, const char *fmt, ...)
	__must_check __printf(2, 3);

/** As err_advise(), in a line of its own behind what @err had. */
struct err *err_advise_also(struct err *err, const char *fmt, ...)
	__must_check __printf(2, 3);

enum err_kind err_kind(const struct err *err);
const char *err_text(const struct err *err);
const char *err_advice(const struct err *err);	/* NULL if there is none */

/** The errno an err_errno() was made with (survives wrapping), else 0. */
int err_errnum(const struct err *err);

/** Frees; NULL is fine. */
void err_destroy(struct err *err);

static inline void err_cleanup(struct err **err)
{
	err_destroy(*err);
}
#define _cleanup_err_ __attribute__((cleanup(err_cleanup)))

/* The pointer, and NULL in its place: hands over what a cleanup would free. */
#define take_ptr(ptr)							\
	({ __typeof__(ptr) taken_ = (ptr); (ptr) = NULL; taken_; })

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
