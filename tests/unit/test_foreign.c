// SPDX-License-Identifier: GPL-2.0
/* What is no regular file of the source is not read, by us or the compiler. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "build/foreign.h"
#include "build/foreign_read.h"
#include "build/includes.h"
#include "build/series.h"

static char *dir;		/* of the test that runs */

static const char *at(struct arena *arena, const char *name)
{
	return arena_printf(arena, "%s/%s", dir, name);
}

static void put(const char *name, const char *text)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *path = at(arena, name), *slash = strrchr(path, '/');

	assert_null(dir_make(arena_printf(arena, "%.*s", (int)(slash - path),
					  path)));
	assert_null(file_write(path, text, strlen(text)));
}

static int setup(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();

	(void)state;
	dir = NULL;
	assert_null(dir_make_temp("/tmp", "kmend-test", &dir));
	put("src/fs/proc/a.c", "x\n");
	put("src/fs/proc/own.h", "");
	put("src/include/linux/l.h", "");
	put("src/fs/x.h", "");
	put("out.h", "");
	assert_int_equal(mkfifo(at(arena, "src/fs/proc/fifo.h"), 0600), 0);
	assert_int_equal(mkfifo(at(arena, "src/include/linux/f.h"), 0600), 0);
	assert_int_equal(symlink("/dev/zero", at(arena, "src/fs/zero.h")), 0);
	/* whatever opens a FIFO would wait for ever */
	alarm(60);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	alarm(0);
	dir_temp_cleanup(&dir);
	return 0;
}

/* How many findings does a diff have that adds the line to fs/proc/a.c? */
static size_t judged(const char *path, const char *line)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	char *paths[] = { arena_strdup(arena, at(arena, "p.patch")) };
	const char *src = at(arena, "src"), *stage = at(arena, "stage");
	struct diags *diags = diags_create();
	struct changes changes = {0};
	struct diffs diffs = {0};
	size_t n;

	put("p.patch", arena_printf(arena, "--- a/%s\n+++ b/%s\n@@ -1 +1,%d @@"
				    "\n x\n+%s\n", path, path,
				    strchr(line, '\n') ? 3 : 2, line));
	assert_null(series_read(arena, paths, 1, &diffs));
	assert_null(series_choose(arena, &diffs, src));
	stage_changes(&diffs, src, &changes, diags);
	n = diags->list.n;
	foreign_judge(&diffs, &changes, src, stage, diags);
	for (size_t i = n; i < diags->list.n; i++) {
		assert_string_equal(diags->list.v[i].code, "KM139");
		assert_string_equal(diags->list.v[i].object, path);
	}
	n = diags->list.n - n;
	vec_deinit(&changes.list);
	diags_destroy(diags);
	unidiff_deinit(&diffs.list.v[0]);
	vec_deinit(&diffs.list);
	return n;
}

static void test_files_of_elsewhere_are_refused(void **state)
{
	static const char *const foreign[] = {
		"#include \"/etc/shadow\"", "#include </etc/shadow>",
		" # include_next </dev/tty>", "#include\"/etc/shadow\"",
		"%:include \"/etc/shadow\"", "#include \"fifo.h\"",
		"#include <linux/f.h>", "#include \"../zero.h\"",
		"#include \"../../../out.h\"", "#include <../../out.h>",
		"#include \"../../../../../../../../../etc/passwd\"",
		"#include \"../proc/../../../out.h\"",
		"#if __has_include(\"/etc/shadow\")",
		"#if __has_include( <../../out.h>)",
		"asm(\".incbin \\\"/etc/shadow\\\"\");",
		"asm(\".section a; .include \\\"/etc/shadow\\\"\");",
		"#define X \"/etc/shadow\"\n+#include X",
		"#define TRACE_INCLUDE_PATH /etc",
	};
	static const char *const own[] = {
		"#include \"own.h\"", "#include <linux/l.h>",
		"#include \"../x.h\"", "#include \"../../include/linux/l.h\"",
		"#include <linux/none.h>", "#include \"../../../none.h\"",
		"#define X \"/etc/shadow\"", "open(\"/etc/shadow\");",
		"#include X(a)", "#define TRACE_INCLUDE_PATH ../../fs/proc",
		"/* see .include \"own.h\" */",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(foreign); i++)
		if (judged("fs/proc/a.c", foreign[i]) != 1)
			fail_msg("%s", foreign[i]);
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (judged("fs/proc/a.c", own[i]))
			fail_msg("%s", own[i]);
	put("src/Documentation/a.rst", "x\n");
	assert_int_equal(judged("Documentation/a.rst",
				"#include \"/etc/shadow\""), 0);
}

static void test_only_regular_files_are_read(void **state)
{
	static const char *const names[] = {
		"src/fs/proc/fifo.h", "src/fs/zero.h", "src/fs",
	};
	_cleanup_arena_ struct arena *arena = arena_create();
	char *series[] = { arena_strdup(arena, at(arena, "series")) };
	struct diffs diffs = {0};
	struct err *err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *path = at(arena, names[i]);
		const uint8_t *map;
		char *text = NULL;
		size_t size;

		err = file_read(path, &text, &size);
		assert_non_null(err);
		assert_non_null(strstr(err_text(err), names[i]));
		err_destroy(err);
		err = file_map(path, &map, &size);
		assert_non_null(err);
		err_destroy(err);
		err = file_copy(path, at(arena, "copy"));
		assert_non_null(err);
		err_destroy(err);
	}
	put("series", "src/fs/proc/fifo.h\n");
	err = series_read(arena, series, 1, &diffs);
	assert_non_null(err);
	err_destroy(err);
}

static void test_a_pipe_that_is_open_is_read(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	char *text = NULL;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "abc", 3), 3);
	close(fds[1]);
	assert_null(file_read(arena_printf(arena, "/dev/fd/%d", fds[0]), &text,
			      NULL));
	assert_string_equal(text, "abc");
	close(fds[0]);
	free(text);
}

static void test_includes_stay_in_the_tree(void **state)
{
	static const struct include_name names[] = {
		{ .name = "fifo.h", .quoted = true },
		{ .name = "../zero.h", .quoted = true },
		{ .name = "../../../out.h", .quoted = true },
		{ .name = "../x.h", .quoted = true },
	};
	_cleanup_arena_ struct arena *arena = arena_create();
	struct tree tree = { .source = at(arena, "src"),
			     .dir = at(arena, "made") };
	struct includes inc = { .tree = &tree, .arena = arena_create() };
	uint32_t file;

	(void)state;
	file = includes_add(&inc, "fs/proc/a.c", false);
	includes_resolve(&inc, file, names, ARRAY_LEN(names));
	assert_int_equal(inc.files.n, 2);
	assert_string_equal(inc.files.v[1].path, "fs/x.h");
	includes_deinit(&inc);
}

static void test_what_the_compiler_has_read_is_judged(void **state)
{
	static const struct foreign_roots roots = {
		.cwd = "/c/k/tree",
		.command = "gcc -nostdinc -isystem /usr/lib/gcc/12/include "
			   "-I/c/k/source/include -I/opt/own/ -include "
			   "/c/k/source/include/linux/kconfig.h -I'/d/include'",
		.dirs = { "/c/k/source", "/c/build/stage" },
	};
	static const struct {
		const char *name;
		bool foreign;
	} cases[] = {
		{ "/c/k/source/fs/a.h", false },
		{ "/c/build/stage/fs/../mm/a.h", false },
		{ "include/generated/a.h", false },
		{ "./include/generated/a.h", false },
		{ "../source/include/a.h", false },
		{ "/usr/lib/gcc/12/include/stdarg.h", false },
		{ "/opt/own/sub/a.h", false },
		{ "/d/include/kmend/mark.h", false },
		{ "/etc/shadow", true },
		{ "/c/k/secret", true },
		{ "/c/k/source.h", true },
		{ "/c/build/stage/fs/../../../k/secret", true },
		{ "../../x", true },
		{ "/usr/lib/x.h", true },
		{ "/opt/x.h", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		const char *name = cases[i].name, *got;

		got = foreign_in_deps(arena, arena_printf(arena, "/x/o.o: \\\n "
				      "/c/k/source/a\\ b.c \\\n  %s\n", name),
				      &roots);
		assert_int_equal(got != NULL, cases[i].foreign);
		if (got)
			assert_string_equal(got, name);
		got = foreign_in_messages(arena, arena_printf(arena,
			"In file included from /c/k/source/a.h:1,\n"
			"                 from %s:12:\n  12 | /etc/x:1:2\n",
			name), &roots);
		assert_int_equal(got != NULL, cases[i].foreign);
		got = foreign_in_messages(arena, arena_printf(arena,
			"%s:1:2: error: x\n", name), &roots);
		assert_int_equal(got != NULL, cases[i].foreign);
	}
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_files_of_elsewhere_are_refused),
		CASE(test_only_regular_files_are_read),
		CASE(test_a_pipe_that_is_open_is_read),
		CASE(test_includes_stay_in_the_tree),
		CASE(test_what_the_compiler_has_read_is_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
