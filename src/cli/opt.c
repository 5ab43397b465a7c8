// SPDX-License-Identifier: GPL-2.0
/*
 * opt - the options of one verb
 *
 * Messages name the one thing that is wrong; nobody has to search for it in
 * a page of usage.
 */
#include "cli/opt.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_MAX	86400

static const struct opt *find_long(const struct opt *opts, size_t n,
				   const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (opts[i].name && strlen(opts[i].name) == len &&
		    !strncmp(opts[i].name, name, len))
			return &opts[i];
	return NULL;
}

static const struct opt *find_letter(const struct opt *opts, size_t n,
				     char letter)
{
	for (size_t i = 0; i < n; i++)
		if (letter && opts[i].letter == letter)
			return &opts[i];
	return NULL;
}

/*
 * One argument that begins with '-'. @attached is set to the value that came
 * with it, or NULL.
 */
static struct err *opt_find(const struct opt *opts, size_t n, char *arg,
			    const struct opt **ret, const char **attached)
{
	size_t len = strlen(arg);

	*attached = NULL;
	if (arg[1] == '-') {
		len = strcspn(arg, "=");
		*ret = find_long(opts, n, arg + 2, len - 2);
		if (arg[len] == '=')
			*attached = arg + len + 1;
	} else {
		*ret = find_letter(opts, n, arg[1]);
		if (*ret && (*ret)->arg && arg[2])
			*attached = arg + 2;
		else if (arg[2])
			*ret = NULL;
	}
	if (!*ret)
		return err_new(ERR_USAGE, "there is no option '%.*s'",
			       (int)len, arg);
	if (*attached && !(*ret)->arg)
		return err_new(ERR_USAGE, "option '%.*s' takes no value",
			       (int)len, arg);
	return NULL;
}

static struct err *opt_take(const struct opt *opt, const char *name,
			    const char *value)
{
	if (!opt->list)
		*opt->value = value;
	else if (opt->list->n < OPT_LIST_MAX)
		opt->list->v[opt->list->n++] = value;
	else
		return err_new(ERR_USAGE, "option '%s' is given more than %d "
			       "times", name, OPT_LIST_MAX);
	return NULL;
}

struct err *opt_parse(int *argc, char **argv, const struct opt *opts,
		      size_t n)
{
	int in = 1, out = 1;

	for (; in < *argc; in++) {
		const struct opt *opt;
		const char *value;
		struct err *err;

		if (argv[in][0] != '-' || !argv[in][1]) {
			argv[out++] = argv[in];
			continue;
		}
		if (!strcmp(argv[in], "--")) {
			in++;
			break;
		}
		err = opt_find(opts, n, argv[in], &opt, &value);
		if (err)
			return err;
		if (!opt->arg) {
			*opt->flag = true;
			continue;
		}
		if (!value && in + 1 == *argc)
			return err_new(ERR_USAGE,
				       "option '%s' needs a value: %s",
				       argv[in], opt->arg);
		err = opt_take(opt, argv[in], value ? value : argv[in + 1]);
		if (err)
			return err;
		in += !value;
	}
	for (; in < *argc; in++)
		argv[out++] = argv[in];
	argv[out] = NULL;
	*argc = out;
	return NULL;
}

struct err *opt_operands(int argc, char **argv, int min, int max)
{
	int n = argc - 1;

	if (n > max)
		return err_new(ERR_USAGE, "too many arguments: '%s'",
			       argv[max + 1]);
	if (n < min)
		return err_new(ERR_USAGE, "too few arguments");
	return NULL;
}

struct err *opt_seconds(const char *name, const char *text, long *ret)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !isfinite(seconds) || seconds < 0 ||
	    seconds > SECONDS_MAX)
		return err_new(ERR_USAGE,
			       "option '%s': '%s' is not a number of seconds between 0 and %d",
			       name, text, SECONDS_MAX);
	*ret = (long)(seconds * 1000);
	return NULL;
}

struct err *opt_number(const char *name, const char *text, long *ret)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || n > INT32_MAX)
		return err_new(ERR_USAGE,
			       "option '%s': '%s' is not a number up to %d",
			       name, text, INT32_MAX);
	*ret = (long)n;
	return NULL;
}
