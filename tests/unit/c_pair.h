/* SPDX-License-Identifier: GPL-2.0 */
/* c_pair - two sources, compiled by gcc here and now, and their diff */
#ifndef KMEND_TEST_C_PAIR_H
#define KMEND_TEST_C_PAIR_H

#include <string.h>

#include "base/file.h"
#include "base/process.h"
#include "diff/diff.h"

static char *dir;

static inline void compile(const char *name, const char *source, const char *flags)
{
	_cleanup_free_ char *sub = xasprintf("%s/%s", dir, name);
	_cleanup_free_ char *c = xasprintf("%s/unit.c", sub);
	_cleanup_argv_ struct argv argv = {0};
	struct process opt = { .cwd = sub };

	assert_null(dir_make(sub));
	assert_null(file_write(c, source, strlen(source)));
	argv_add(&argv, "sh", "-c", NULL);
	argv_addf(&argv, "exec gcc -O2 -fno-pie -mfentry -pg "
		  "-ffunction-sections -fdata-sections %s -c unit.c", flags);
	assert_null(process_run(&argv, &opt));
}

/* Caller's to diff_result_destroy(). */
static inline struct diff_result *pair_diff(const char *orig,
					    const char *patched,
					    const char *flags)
{
	struct diff_options opt = { .unit = "unit.c", .object = "vmlinux" };
	_cleanup_free_ char *a = xasprintf("%s/orig/unit.o", dir);
	_cleanup_free_ char *b = xasprintf("%s/patched/unit.o", dir);
	_cleanup_obj_ struct obj *x = NULL, *y = NULL;
	struct diff_result *result = NULL;

	compile("orig", orig, flags);
	compile("patched", patched, flags);
	assert_null(obj_read(a, &x));
	assert_null(obj_read(b, &y));
	assert_null(diff_run(x, y, &opt, &result));
	return result;
}

static inline int setup(void **state)
{
	(void)state;
	return dir_make_temp("/tmp", "kmend-test", &dir) != NULL;
}

static inline int teardown(void **state)
{
	(void)state;
	dir_temp_cleanup(&dir);
	return 0;
}

#endif
