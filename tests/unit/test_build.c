// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/jobs.h"
#include "build/kbuild.h"
#include "build/name.h"
#include "build/series.h"
#include "build/unidiff.h"
#include "build/unit.h"

static struct err *diff_of(struct arena *arena, const char *text,
			   struct unidiff *ret)
{
	char path[] = "/tmp/kmend-test.XXXXXX";
	int fd = mkstemp(path);
	struct err *err;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	err = unidiff_read(arena, path, 1, ret);
	unlink(path);
	return err;
}

static void test_a_series_in_a_mail_is_read(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct unidiff diff = {0};

	(void)state;
	assert_null(diff_of(arena,
		"From: a\nSubject: [PATCH v2 1/3] [net] proc: fix it\n\n"
		"--- not a header\n---\n a/f.c | 2 +-\n\n"
		"diff --git a/fs/a.c b/fs/a.c\nindex 1..2 100644\n"
		"--- a/fs/a.c\n+++ b/fs/a.c\n"
		"@@ -1,3 +1,3 @@ int f(void)\n x\n--- y\n+++ z\n\n"
		"@@ -9 +9,2 @@\n-a\n+b\n+c\n\\ No newline at end of file\n"
		"--- a/b.c\t2020-01-01 00:00:00\n+++ b/b.c\t2020-01-02\n"
		"@@ -0,0 +1 @@\n+x\n"
		"--- /dev/null\n+++ b/new.c\n@@ -0,0 +1 @@\n+x\n"
		"--- a/gone.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n-- \n2.39\n",
		&diff));
	assert_string_equal(diff.subject, "proc: fix it");
	assert_int_equal(diff.files.n, 4);
	assert_string_equal(diff.files.v[0].path, "fs/a.c");
	assert_int_equal(diff.files.v[0].n_hunks, 2);
	assert_int_equal(diff.files.v[0].line, 11);
	assert_string_equal(diff.files.v[1].path, "b.c");
	assert_string_equal(diff.files.v[2].path, "new.c");
	assert_true(diff.files.v[2].is_new && !diff.files.v[2].is_gone);
	assert_string_equal(diff.files.v[3].path, "gone.c");
	assert_true(diff.files.v[3].is_gone && !diff.files.v[3].is_new);
	unidiff_deinit(&diff);
}

#define ONE	"@@ -1 +1 @@\n-a\n+b\n"
#define HEAD "--- a/f.c\n+++ b/f.c\n"

static void test_what_is_no_whole_diff_is_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "holds no diff" },
		{ "hello\n", "holds no diff" },
		{ HEAD, "no hunk for 'b/f.c'" },
		{ "@@ -1 +1 @@\n-a\n+b\n", "without the name" },
		{ HEAD "@@ -1,2 +1,2 @@\n-a\n+b\n", "middle of a hunk" },
		{ HEAD "@@ -1,2 +1,2 @@\n-a\n+b\n?\n", "line 6: not what" },
		{ HEAD "@@ -1 +1 @@\n-a\n-b\n", "line 5: not what" },
		{ HEAD "@@ -1 +1 @@\n+a\n-b\n-c\n", "line 5: the hunk is "
		  "longer" },
		{ HEAD "@@ -1,1 +1,2 @@\n+a\n x\n+x\n", "line 5: the hunk is "
		  "longer" },
		{ HEAD "@@ -x +1 @@\n+a\n", "head of a hunk" },
		{ HEAD "@@ -1 +1\n+a\n", "head of a hunk" },
		{ HEAD "@@ -1, +1 @@\n+a\n", "head of a hunk" },
		{ "--- f.c\n+++ f.c\n@@ -1 +1 @@\n-a\n+b\n", "line 2: the name "
		  "has no leading directory" },
		{ "--- a/../f.c\n+++ b/../f.c\n" ONE, "leads out" },
		{ "--- a/x/..\n+++ b/x/..\n" ONE, "leads out" },
		{ "--- a//etc/f\n+++ b//etc/f\n" ONE, "no leading directory" },
		{ "--- a/f.c\n+++ b/g.c\n" ONE, "line 2: the two names differ" },
		{ "--- /dev/null\n+++ /dev/null\n", "/dev/null" },
		{ "--- \"a/f\\303.c\"\n+++ \"b/f\\303.c\"\n", "quotes" },
		{ "GIT binary patch\n", "holds no diff" },
		{ "rename from a\nrename to b\n", "holds no diff" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_err_ struct err *err = NULL;
		struct unidiff diff = {0};

		err = diff_of(arena, cases[i].text, &diff);
		assert_non_null(err);
		assert_int_equal(err_kind(err), ERR_FAILED);
		if (!strstr(err_text(err), cases[i].says))
			fail_msg("case %zu: %s", i, err_text(err));
	}
}

static void test_a_patch_gets_its_name(void **state)
{
	static const struct {
		const char *out, *patch, *name;
	} cases[] = {
		{ NULL, "0001-proc-count.patch", "proc-count" },
		{ NULL, "/a/b/fix.diff", "fix" },
		{ NULL, "CVE-2024-1086.patch", "cve-2024-1086" },
		{ NULL, "a b..c_d.patch", "a-b-c_d" },
		{ NULL, "0001-.patch", NULL },
		{ "/x/kmend-two-words.ko", "y.patch", "two-words" },
		{ "kmend_z.ko", "y.patch", "z" },
		{ "mine.ko", "y.patch", "mine" },
		{ ".ko", "y.patch", "ko" },
		{ "\303\244.ko", "y.patch", NULL },
		{ NULL, "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee",
		  "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeee" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_err_ struct err *err = NULL;
		const char *name = NULL;

		err = patch_name(arena, cases[i].out, cases[i].patch, &name);
		if (cases[i].name) {
			assert_null(err);
			assert_string_equal(name, cases[i].name);
		} else {
			assert_int_equal(err_kind(err), ERR_USAGE);
		}
	}
}

static void test_kbuild_tells_its_commands(void **state)
{
	static const struct {
		const char *line, *cc, *after;
	} cases[] = {
		{ "cmd_a.o := gcc -Wp,-MMD,.a.o.d -O2 -c -o a.o a.c ; ./x/objtool --orc a.o\nrest $",
		  "gcc                 -O2", "./x/objtool --orc a.o" },
		{ "savedcmd_a.o :=  gcc -Wp,-MMD,.d  -c -o a.o a.c  ",
		  "gcc             ", NULL },
		{ "cmd_a.o := gcc -O2 -c -o a.o a.c", NULL, NULL },
		{ "cmd_a.o := gcc -c -o a.o -Wp,-MMD,.d a.c", NULL, NULL },
		{ "cmd_a.o := gcc -Wp,-MMD,.d -DX=$(pound) -c -o a.o a.c",
		  NULL, NULL },
		{ "cmd_a.o := gcc -Wp,-MMD,.d", NULL, NULL },
		{ "", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_err_ struct err *err = NULL;
		const char *cc = NULL, *after = NULL;

		err = kbuild_command(arena, arena_strdup(arena, cases[i].line),
				     &cc, &after);
		assert_int_equal(!err, !!cases[i].cc);
		if (err)
			continue;
		assert_string_equal(cc, cases[i].cc);
		assert_int_equal(!after, !cases[i].after);
		if (after)
			assert_string_equal(after, cases[i].after);
	}
}

static struct err *double_or_fail(void *elem, void *data)
{
	int *n = elem;

	if (*n == *(int *)data)
		return err_new(ERR_FAILED, "element %d", *n);
	*n *= 2;
	return NULL;
}

/* Commands are longer than what stdio writes at once, and there are many. */
static void make_write(const char *dir)
{
	static const char text[] =
		"words := $(foreach a,1 2 3 4 5 6 7 8 9,$(foreach b,1 2 3 4 5 "
		"6 7 8 9,$(foreach c,1 2 3 4 5 6 7 8 9,word$(a)$(b)$(c))))\n"
		"names := $(foreach a,1 2 3 4,$(foreach b,0 1 2 3 4 5 6 7 8 9,"
		"$(foreach c,0 1 2 3 4 5 6 7 8 9,n$(a)$(b)$(c))))\n"
		"all: one two\n"
		"one two:\n\t$(MAKE) -f $(firstword $(MAKEFILE_LIST)) $@-all\n"
		"$(foreach d,one two,$(foreach n,$(names),$(eval $(d)-all: "
		"$(n)-of-$(d))$(eval $(n)-of-$(d): ; cc $(words) -c -o "
		"$(n)-of-$(d).o)))\n"
		".PHONY: all one two\n";
	_cleanup_free_ char *path = xasprintf("%s/Makefile", dir);

	assert_null(file_write(path, text, strlen(text)));
}

static void test_make_says_each_command_whole(void **state)
{
	char dir[] = "/tmp/kmend-test.XXXXXX";
	_cleanup_free_ char *out = NULL, *text = NULL;
	_cleanup_argv_ struct argv args = {0};
	size_t n = 0, len = 0;

	(void)state;
	assert_non_null(mkdtemp(dir));
	make_write(dir);
	out = xasprintf("%s/out", dir);
	argv_add(&args, "-n", NULL);
	assert_null(kbuild_make_to(dir, &args, out, NULL));
	assert_null(file_read(out, &text, NULL));
	for (char *line, *rest = text; (line = strsep(&rest, "\n"));) {
		if (strncmp(line, "cc word", 7))
			continue;
		if (!n++)
			len = strlen(line);
		assert_int_equal(strlen(line), len);
	}
	assert_int_equal(n, 800);
	assert_null(dir_remove(dir));
}

static void test_jobs_do_each_element_once(void **state)
{
	_cleanup_err_ struct err *err = NULL;
	int elems[100], none = -1, bad = 7;

	(void)state;
	for (int i = 0; i < 100; i++)
		elems[i] = i;
	assert_null(jobs_run(elems, 100, sizeof(*elems), double_or_fail, NULL,
			     &none));
	for (int i = 0; i < 100; i++)
		assert_int_equal(elems[i], 2 * i);
	assert_null(jobs_run(elems, 0, sizeof(*elems), double_or_fail, NULL,
			     &none));
	for (int i = 0; i < 100; i++)
		elems[i] = i;
	err = jobs_run(elems, 100, sizeof(*elems), double_or_fail, NULL, &bad);
	assert_string_equal(err_text(err), "element 7");
}

static void file_of(const char *dir, const char *name, const char *text)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", dir, name);

	assert_null(file_write(path, text, strlen(text)));
}

static void test_a_quilt_series_is_read(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_dir_temp_ char *dir = NULL;
	struct diffs diffs = {0};
	struct err *err;
	char *path;

	(void)state;
	assert_null(dir_make_temp("/tmp", "kmend-test", &dir));
	file_of(dir, "a.patch", "Subject: a: fix (CVE-2024-1234)\nCVE-2024-12\n"
		"See CVE-2024-1234, CVE-2024-12345.\n"
		"--- a/f.c\n+++ b/f.c\n@@ -3,2 +3,2 @@\n x\n-y\n+CVE-2000-0001\n");
	file_of(dir, "b.patch", "CVE-2023-9999 CVE-2024-12345\n"
		"--- g.c\n+++ g.c\n@@ -1 +1 @@\n-x\n+y\n");
	file_of(dir, "series", "# all\n\na.patch # one\nb.patch -p0\n");
	path = arena_printf(arena, "%s/series", dir);
	assert_null(series_read(arena, &path, 1, &diffs));
	assert_int_equal(diffs.list.n, 2);
	assert_string_equal(diffs.list.v[1].files.v[0].path, "g.c");
	assert_string_equal(series_cves(arena, &diffs),
			    "CVE-2024-1234 CVE-2024-12345 CVE-2023-9999");
	assert_string_equal(series_subject(arena, &diffs),
			    "a: fix (CVE-2024-1234) (and 1 more)");
	assert_int_equal(diffs.list.v[0].files.v[0].changes.n, 2);
	assert_int_equal(diffs.list.v[0].files.v[0].changes.v[0].line, 4);
	file_of(dir, "series", "a.patch -R\n");
	err = series_read(arena, &path, 1, &diffs);
	assert_non_null(strstr(err_text(err), "line 1: '-R' is not"));
	err_destroy(err);
	vec_for_each(&diffs.list, diff)
		unidiff_deinit(diff);
	vec_deinit(&diffs.list);
}

/* The table that KASAN makes of variables would be about all of them. */
static void test_variables_are_not_watched_in_a_patch(void **state)
{
	(void)state;
	assert_string_equal(unit_flags("gcc-12 -O2"), UNIT_FLAGS);
	assert_non_null(strstr(unit_flags("gcc-12 --param asan-globals=1 -O2"),
			       " --param asan-globals=0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_series_in_a_mail_is_read),
		cmocka_unit_test(test_what_is_no_whole_diff_is_refused),
		cmocka_unit_test(test_a_patch_gets_its_name),
		cmocka_unit_test(test_kbuild_tells_its_commands),
		cmocka_unit_test(test_make_says_each_command_whole),
		cmocka_unit_test(test_jobs_do_each_element_once),
		cmocka_unit_test(test_a_quilt_series_is_read),
		cmocka_unit_test(test_variables_are_not_watched_in_a_patch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
