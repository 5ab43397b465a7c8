// SPDX-License-Identifier: GPL-2.0
/* Diffs as they come: packed, by mail, from git, with more or fewer names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/process.h"
#include "build/commands.h"
#include "build/diff_load.h"
#include "build/series.h"
#include "build/stage.h"

static const char *dir;		/* of the test that runs */

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

static void holds(const char *name, const char *text)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_free_ char *has = NULL;

	assert_null(file_read(at(arena, name), &has, NULL));
	assert_string_equal(has, text);
}

static bool is_there(const char *name)
{
	_cleanup_arena_ struct arena *arena = arena_create();

	return path_exists(at(arena, name));
}

static int setup(void **state)
{
	char *path = NULL;

	(void)state;
	assert_null(dir_make_temp("/tmp", "kmend-test", &path));
	dir = path;
	return 0;
}

static int teardown(void **state)
{
	char *path = (char *)dir;

	(void)state;
	dir_temp_cleanup(&path);
	return 0;
}

#define DIFF	"--- a/fs/f.c\n+++ b/fs/f.c\n@@ -1,2 +1,2 @@\n x=\n-y\n+z\n"

static void loads(const char *text, const char *want)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_free_ char *got = NULL;

	put("d", text);
	assert_null(diff_load(at(arena, "d"), &got));
	assert_string_equal(got, want);
}

static void test_mails_are_decoded(void **state)
{
	(void)state;
	loads(DIFF, DIFF);
	loads("Index: fs/f.c\n=====\n" DIFF "\n", "Index: fs/f.c\n=====\n" DIFF
	      "\n");
	loads("Description: why\n more of it\n---\n" DIFF,
	      "Description: why\n more of it\n---\n" DIFF);
	/* folded and encoded headers, lines as other systems end them */
	loads("From: =?UTF-8?q?J=C3=BCrgen_X?= <a@b>\r\n"
	      "Subject: [PATCH] =?utf-8?B?YcOkYg==?=\r\n and more\r\n\r\n"
	      "--- a/fs/f.c\r\n+++ b/fs/f.c\r\n@@ -1,2 +1,2 @@\r\n x=\r\n-y\r\n"
	      "+z\r\n",
	      "From: J\303\274rgen X <a@b>\nSubject: [PATCH] a\303\244b and "
	      "more\n\n" DIFF);
	loads("Subject: a\nContent-Transfer-Encoding: Quoted-Printable\n\n"
	      "--- a/fs/f.c\n+++ b/fs/=\nf.c\n@@ -1,2 +1,2 @@\n x=3D\n-y\n"
	      "+z\n",
	      "Subject: a\nContent-Transfer-Encoding: Quoted-Printable\n\n"
	      DIFF);
	loads("Subject: a\nContent-transfer-encoding: base64\n\n"
	      "LS0tIGEvZnMvZi5jCisrKyBiL2ZzL2YuYwpAQCAtMSwyICsxLDIg\n"
	      "QEAKIHg9Ci15Cit6Cg==\n",
	      "Subject: a\nContent-transfer-encoding: base64\n\n" DIFF);
}

static void test_parts_of_a_mail_are_found(void **state)
{
	(void)state;
	loads("Subject: a\nMIME-Version: 1.0\n"
	      "Content-Type: multipart/mixed;\n boundary=\"=-=\"\n\n"
	      "for old programs\n"
	      "--=-=\nContent-Type: text/plain\n\nhello\n"
	      "--=-=\nContent-Type: text/html\n\n<p>" DIFF
	      "--=-=\nContent-Type: text/x-patch; name=\"x\"\n"
	      "Content-Transfer-Encoding: base64\n\n"
	      "LS0tIGEvZnMvZi5jCisrKyBiL2ZzL2YuYwpAQCAtMSwyICsxLDIg\n"
	      "QEAKIHg9Ci15Cit6Cg==\n"
	      "--=-=--\nbehind\n",
	      "Subject: a\nMIME-Version: 1.0\n"
	      "Content-Type: multipart/mixed; boundary=\"=-=\"\n\n"
	      "hello\n\n" DIFF "\n");
	/* two mails in a file, of which one is encoded */
	loads("From 0123 Mon Sep 17 00:00:00 2001\nSubject: one\n\n" DIFF
	      "\nFrom 4567 Mon Sep 17 00:00:00 2001\nSubject: two\n"
	      "Content-Transfer-Encoding: quoted-printable\n\n=41\n",
	      "From 0123 Mon Sep 17 00:00:00 2001\nSubject: one\n\n" DIFF
	      "\nFrom 4567 Mon Sep 17 00:00:00 2001\nSubject: two\n"
	      "Content-Transfer-Encoding: quoted-printable\n\nA\n");
}

static void test_packed_diffs_are_unpacked(void **state)
{
	static const char *const packers[] = { "gzip", "xz", "zstd", "bzip2" };
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_err_ struct err *err = NULL;
	_cleanup_free_ char *text = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(packers); i++) {
		_cleanup_argv_ struct argv argv = {0};
		_cleanup_free_ char *got = NULL;

		put("d", DIFF);
		argv_add(&argv, "sh", "-c", NULL);
		argv_addf(&argv, "%s <%s/d >%s/e", packers[i], dir, dir);
		assert_null(process_run(&argv, NULL));
		assert_null(diff_load(at(arena, "e"), &got));
		assert_string_equal(got, DIFF);
	}
	put("e", "\x1f\x8b\x08 no more");
	err = diff_load(at(arena, "e"), &text);
	assert_non_null(err);
	assert_non_null(strstr(err_text(err), "/e'"));
}

static struct err *read_one(struct arena *arena, const char *text,
			    struct diffs *ret)
{
	const char *path = at(arena, "p.patch"), *src = at(arena, "src");
	char *paths[] = { arena_strdup(arena, path) };
	struct err *err;

	put("p.patch", text);
	err = series_read(arena, paths, 1, ret);
	return err ? err : series_choose(arena, ret, src);
}

static void drop(struct diffs *diffs)
{
	vec_for_each(&diffs->list, diff)
		unidiff_deinit(diff);
	vec_deinit(&diffs->list);
}

static void test_the_source_tells_how_names_are_meant(void **state)
{
	static const struct {
		const char *old, *new, *path;
		int strip;
	} cases[] = {
		{ "a/fs/f.c", "b/fs/f.c", "fs/f.c", 1 },
		{ "fs/f.c", "fs/f.c", "fs/f.c", 0 },
		{ "top.c", "top.c", "top.c", 0 },
		{ "fs/f.c.orig", "fs/f.c", "fs/f.c", 0 },
		{ "l-6.1/fs/f.c~", "l-6.1.x/fs/f.c", "fs/f.c", 1 },
		{ "x/l/fs/f.c", "x/m/fs/f.c", "fs/f.c", 2 },
		{ "/dev/null", "fs/new.c", "fs/new.c", 0 },
		{ "/dev/null", "b/fs/new.c", "fs/new.c", 1 },
		{ "fs/f.c", "/dev/null", "fs/f.c", 0 },
		{ "a/fs/none.c", "b/fs/none.c", "fs/none.c", 1 },
	};

	(void)state;
	put("src/fs/f.c", "x\n");
	put("src/top.c", "x\n");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		struct diffs diffs = {0};

		assert_null(read_one(arena, arena_printf(arena,
			"--- %s\n+++ %s\n@@ -1 +1 @@\n-x\n+y\n", cases[i].old,
			cases[i].new), &diffs));
		assert_int_equal(diffs.list.v[0].strip, cases[i].strip);
		assert_string_equal(diffs.list.v[0].files.v[0].path,
				    cases[i].path);
		drop(&diffs);
	}
}

static void test_what_only_git_says_is_done(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct diffs diffs = {0};
	struct changes changes = {0};
	struct diags *diags = diags_create();
	const char *src, *stage;
	bool noted = false;

	(void)state;
	src = at(arena, "src");
	stage = at(arena, "stage");
	put("src/fs/a.h", "1\n2\n3\n");
	put("src/fs/b c.h", "b\n");
	put("src/fs/gone.h", "");
	put("src/top.c", "x\n");
	put("src/fs/f.c", "x\n");
	assert_null(read_one(arena,
		"diff --git a/fs/f.c b/fs/f.c\nold mode 100644\n"
		"new mode 100755\nindex 1..2\n--- a/fs/f.c\n+++ b/fs/f.c\n"
		"@@ -1 +1 @@\n-x\n+y\n\\ No newline at end of file\n"
		"diff --git a/fs/a.h b/fs/a.h\nindex 1..2\n"
		"--- a/fs/a.h\n+++ b/fs/a.h\n@@ -1,2 +1,2 @@\n-1\n+one\n 2\n"
		"diff --git a/fs/a.h b/fs/copy.h\nsimilarity index 90%\n"
		"copy from fs/a.h\ncopy to fs/copy.h\nindex 1..2\n"
		"--- a/fs/a.h\n+++ b/fs/copy.h\n@@ -1,3 +1,3 @@\n one\n-2\n+two\n"
		" 3\n"
		"diff --git a/fs/b c.h b/fs/d e.h\nsimilarity index 100%\n"
		"rename from fs/b c.h\nrename to fs/d e.h\n"
		"--- a/top.c\n+++ b/top.c\n@@ -1 +1 @@\n-x\n+z\n"
		"diff --git a/fs/empty.h b/fs/empty.h\nnew file mode 100644\n"
		"index 0000000..e69de29\n"
		"diff --git a/fs/gone.h b/fs/gone.h\ndeleted file mode 100644\n"
		"index e69de29..0000000\n"
		"diff --git a/fs/run.h b/fs/run.h\nold mode 100644\n"
		"new mode 100755\n"
		"diff --git a/Documentation/x.png b/Documentation/x.png\n"
		"new file mode 100644\nindex 0..1\nGIT binary patch\n"
		"literal 3\nzcmZ\n\nliteral 0\nzcmZ\n", &diffs));
	stage_changes(&diffs, src, &changes, diags);
	assert_false(diags_refuse(diags));
	vec_for_each(&diags->list, d)
		noted |= !strcmp(d->object, "fs/run.h") &&
			 strstr(d->what, "mode");
	assert_true(noted);
	assert_null(stage_apply(arena, &diffs, src, &changes, stage));
	holds("stage/fs/f.c", "y");
	holds("stage/fs/a.h", "one\n2\n3\n");
	holds("stage/fs/copy.h", "one\ntwo\n3\n");
	holds("stage/fs/d e.h", "b\n");
	holds("stage/top.c", "z\n");
	holds("stage/fs/empty.h", "");
	assert_false(is_there("stage/fs/b c.h"));
	assert_false(is_there("stage/fs/gone.h"));
	vec_for_each(&changes.list, c) {
		if (!strcmp(c->path, "fs/b c.h") ||
		    !strcmp(c->path, "fs/gone.h"))
			assert_true(c->is_gone);
		if (!strcmp(c->path, "fs/d e.h") ||
		    !strcmp(c->path, "fs/copy.h") ||
		    !strcmp(c->path, "fs/empty.h"))
			assert_true(c->is_new && !c->is_gone);
	}
	vec_deinit(&changes.list);
	diags_destroy(diags);
	drop(&diffs);
}

static void test_what_cannot_be_done_is_refused(void **state)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "diff --git a/fs/f.c b/fs/f.c\nindex 1..2\n"
		  "GIT binary patch\nliteral 3\nzcm\n", "KM103" },
		{ "Binary files a/fs/f.c and b/fs/f.c differ\n", "KM103" },
		{ "diff --git a/fs/l.h b/fs/l.h\nnew file mode 120000\n"
		  "index 0..1\n--- /dev/null\n+++ b/fs/l.h\n@@ -0,0 +1 @@\n"
		  "+/etc/shadow\n\\ No newline at end of file\n", "KM103" },
		{ "diff --git a/fs/f.c b/fs/g.c\nrename from fs/f.c\n"
		  "rename to fs/g.c\n--- a/fs/f.c\n+++ b/fs/g.c\n"
		  "@@ -1 +1 @@\n-x\n+y\n", "KM138" },
	};

	(void)state;
	put("src/fs/f.c", "x\n");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		struct diags *diags = diags_create();
		struct changes changes = {0};
		struct diffs diffs = {0};
		bool found = false;

		assert_null(read_one(arena, cases[i].text, &diffs));
		stage_changes(&diffs, at(arena, "src"), &changes, diags);
		vec_for_each(&diags->list, d)
			found |= !strcmp(d->code, cases[i].code);
		assert_true(found && diags_refuse(diags));
		vec_deinit(&changes.list);
		diags_destroy(diags);
		drop(&diffs);
	}
}

/* A diff of fs/f.c, one of which sides has no lines. */
static const struct unidiff_file *one_sided(struct arena *arena,
					    const char *old, const char *new,
					    bool comes, struct diffs *ret)
{
	const char *text = arena_printf(arena,
		"diff -ruN a/fs/n.h b/fs/n.h\n--- a/fs/n.h%s\n+++ b/fs/n.h%s"
		"\n@@ -%s +%s @@\n%cx\n", old, new, comes ? "0,0" : "1",
		comes ? "1" : "0,0", comes ? '+' : '-');

	assert_null(read_one(arena, text, ret));
	assert_string_equal(ret->list.v[0].files.v[0].path, "fs/n.h");
	return &ret->list.v[0].files.v[0];
}

static void test_a_time_of_zero_is_no_file(void **state)
{
	static const struct {
		const char *stamp;
		bool none;
	} cases[] = {
		{ "\t1970-01-01 00:00:00.000000000 +0000", true },
		{ "\t1969-12-31 19:00:00 -0500", true },
		{ "\t1970-01-01 05:45:00.000000000 +0545", true },
		{ "\t1970-01-01 01:00:00", true },
		{ "\tThu Jan  1 00:00:00 1970", true },
		{ "\tThu Jan 01 00:00:00 1970 +0000", true },
		{ "  1970-01-01 00:00:00.000000000 +0000", true },
		{ "\t1970-01-01 00:00:00.000000001 +0000", false },
		{ "\t1970-01-01 00:00:00 -0500", false },
		{ "\t1970-01-01 00:00:01 +0000", false },
		{ "\t2026-12-01 02:40:17.635698125 +0000", false },
	};
	static const char now[] = "\t2026-12-01 02:40:17.635698125 +0000";

	(void)state;
	put("src/fs/n.h", "x\n");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		struct diffs come = {0}, go = {0};

		assert_int_equal(one_sided(arena, cases[i].stamp, now, true,
					   &come)->is_new, cases[i].none);
		assert_int_equal(one_sided(arena, now, cases[i].stamp, false,
					   &go)->is_gone, cases[i].none);
		drop(&come);
		drop(&go);
	}
}

static void test_no_lines_of_no_file_make_a_new_one(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct diags *diags = diags_create();
	struct diffs diffs = {0};
	struct changes changes = {0};
	const char *src, *stage;

	(void)state;
	src = at(arena, "src");
	stage = at(arena, "stage");
	put("src/fs/f.c", "x\n");
	put("src/fs/empty.h", "");
	assert_null(read_one(arena,
		"--- a/fs/n.h\n+++ b/fs/n.h\n@@ -0,0 +1,2 @@\n+a\n+b\n"
		"--- a/fs/empty.h\n+++ b/fs/empty.h\n@@ -0,0 +1 @@\n+c\n"
		"--- a/fs/f.c\t2026-12-01 02:40:17\n"
		"+++ b/fs/f.c\t1970-01-01 00:00:00 +0000\n@@ -1 +0,0 @@\n"
		"-x\n", &diffs));
	stage_changes(&diffs, src, &changes, diags);
	assert_false(diags_refuse(diags));
	assert_true(changes.list.v[0].is_new);
	assert_false(changes.list.v[1].is_new);
	assert_true(changes.list.v[2].is_gone);
	assert_null(stage_apply(arena, &diffs, src, &changes, stage));
	holds("stage/fs/n.h", "a\nb\n");
	holds("stage/fs/empty.h", "c\n");
	assert_false(is_there("stage/fs/f.c"));
	vec_deinit(&changes.list);
	diags_destroy(diags);
	drop(&diffs);
}

static void test_commands_of_a_build_get_absolute_paths(void **state)
{
	static const struct {
		const char *source, *dir, *from, *to;
	} cases[] = {
		/* built in its source */
		{ "/src", "/src", "gcc -I./include -I fs/xfs -I . -include "
		  "./include/x.h -fmacro-prefix-map=./= -I/abs -DA='\"-I\"'",
		  "gcc -I/src/include -I /src/fs/xfs -I /src/ -include "
		  "/src/include/x.h -fmacro-prefix-map=/src/= -I/abs "
		  "-DA='\"-I\"'" },
		/* in a directory of it */
		{ "/src", "/src/o", "gcc -I../include -I./include -isystem "
		  "../x -fmacro-prefix-map=../= -Wp,-I",
		  "gcc -I/src/include -I./include -isystem /src/x "
		  "-fmacro-prefix-map=/src/= -Wp,-I" },
		/* elsewhere: all paths to the source are absolute */
		{ "/src", "/o", "gcc -I/src/include -I./include",
		  "gcc -I/src/include -I./include" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		struct tree tree = { .source = cases[i].source,
				     .dir = cases[i].dir };

		assert_string_equal(command_rooted(arena, &tree,
						   cases[i].from),
				    cases[i].to);
	}
}

static void test_a_build_has_left_its_commands(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct kernel kernel = {0};
	struct tree tree = { .kernel = &kernel, .cc = "gcc-12" };
	struct commands commands = {0};
	const char *command;

	(void)state;
	tree.source = tree.dir = at(arena, "own");
	put("own/fs/.a.o.cmd", "savedcmd_fs/a.o := ccache gcc-12 "
	    "-Wp,-MMD,fs/.a.o.d -I./include -DX='$$a$(pound)' -c -o fs/a.o "
	    "fs/a.c ; objtool fs/a.o\n\nsource_fs/a.o := fs/a.c\n");
	put("own/scripts/.b.o.cmd", "cmd_scripts/b.o := gcc "
	    "-Wp,-MMD,scripts/.b.o.d -c -o scripts/b.o scripts/b.c\n");
	put("own/fs/.built-in.a.cmd", "cmd_fs/built-in.a := ar fs/a.o\n");
	assert_null(command_own(arena, &tree, "fs/a.o", &command));
	assert_string_equal(command, arena_printf(arena,
		"gcc-12 -I%s/include -DX='$a#'", tree.dir));
	assert_null(command_own(arena, &tree, "fs/none.o", &command));
	assert_null(command);
	assert_null(commands_own(arena, &tree, &commands));
	assert_int_equal(commands.list.n, 1);
	assert_string_equal(commands.list.v[0].target, "fs/a.o");
	assert_string_equal(commands.list.v[0].source,
			    at(arena, "own/fs/a.c"));
	/* another compiler is called by its own name */
	tree.other = "another";
	tree.cc = "gcc";
	assert_null(command_own(arena, &tree, "fs/a.o", &command));
	assert_non_null(strstr(command, "gcc -I"));
	commands_deinit(&commands);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_mails_are_decoded),
		CASE(test_parts_of_a_mail_are_found),
		CASE(test_packed_diffs_are_unpacked),
		CASE(test_the_source_tells_how_names_are_meant),
		CASE(test_what_only_git_says_is_done),
		CASE(test_what_cannot_be_done_is_refused),
		CASE(test_a_time_of_zero_is_no_file),
		CASE(test_no_lines_of_no_file_make_a_new_one),
		CASE(test_commands_of_a_build_get_absolute_paths),
		CASE(test_a_build_has_left_its_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
