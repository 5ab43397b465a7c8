/* SPDX-License-Identifier: GPL-2.0 */
/*
 * opt - the options of one verb
 *
 *	const char *out = NULL;
 *	bool force = false;
 *	const struct opt opts[] = {
 *		{ .letter = 'o', .arg = "FILE", .value = &out },
 *		{ .name = "force", .flag = &force },
 *	};
 *	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
 */
#ifndef KMEND_CLI_OPT_H
#define KMEND_CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The values of an option that may be given more than once. */
#define OPT_LIST_MAX	32
struct opt_list {
	const char *v[OPT_LIST_MAX];	/* in argv */
	size_t n;
};

struct opt {
	const char *name;	/* "timeout" for --timeout; may be NULL */
	char letter;		/* 'o' for -o; may be 0 */
	const char *arg;	/* what its value is called; NULL: a flag */
	const char **value;	/* set to the value, which is in argv */
	bool *flag;		/* set to true */
	struct opt_list *list;	/* gets the value, in place of @value */
};

/**
 * Take the options out of argv.
 *
 * --name VALUE, --name=VALUE, -o VALUE and -oVALUE are understood, before and
 * after operands; "--" ends the options.
 *
 * @param argc  in: of run(); out: how many operands are left.
 * @param argv  argv[0] stays, the operands follow it, then NULL.
 */
struct err *opt_parse(int *argc, char **argv, const struct opt *opts,
		      size_t n) __must_check;

/** An error unless there are @min to @max operands (argc less one). */
struct err *opt_operands(int argc, char **argv, int min, int max)
	__must_check;

/**
 * Seconds, with a fraction if need be, between 0 and a day.
 *
 * @param ret  in milliseconds.
 */
struct err *opt_seconds(const char *name, const char *text, long *ret)
	__must_check;

/** A whole number, 0 or more. */
struct err *opt_number(const char *name, const char *text, long *ret)
	__must_check;

#endif
