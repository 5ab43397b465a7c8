// SPDX-License-Identifier: GPL-2.0
/* Whose files are taken: the way to them is walked for real. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "control/trust.h"

#define STRANGER	12345

static char *top;	/* a directory of ours, in a sticky one */

static const char *in_top(const char *name)
{
	static char *paths[4];
	static size_t i;
	char **path = &paths[i++ % 4];

	free(*path);
	*path = xasprintf("%s/%s", top, name);
	return *path;
}

static int set_up(void **state)
{
	(void)state;
	umask(022);
	assert_null(dir_make_temp("/tmp", "trust", &top));
	assert_int_equal(chmod(top, 0755), 0);
	assert_null(dir_make(in_top("a/b")));
	assert_null(file_write(in_top("a/b/file"), "text", 4));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	assert_null(dir_remove(top));
	free(top);
	return 0;
}

static void is_taken(const char *path)
{
	struct err *err;
	size_t size;
	char *text;

	err = trust_read(path, &text, &size);
	if (err)
		fail_msg("%s: %s", path, err_text(err));
	assert_int_equal(size, 4);
	assert_string_equal(text, "text");
	free(text);
}

static void check_refused(struct err *given, const char *path,
			  const char *why)
{
	_cleanup_err_ struct err *err = given;

	if (!err)
		fail_msg("%s is taken", path);
	if (!strstr(err_text(err), why))
		fail_msg("%s: no '%s' in: %s", path, why, err_text(err));
}

static void is_refused(const char *path, const char *why)
{
	size_t size;
	char *text;

	check_refused(trust_read(path, &text, &size), path, why);
}

static void mode(const char *name, mode_t bits)
{
	assert_int_equal(chmod(in_top(name), bits), 0);
}

static void test_own_file_is_read(void **state)
{
	char here[4096];

	(void)state;
	is_taken(in_top("a/b/file"));
	is_taken(in_top(".//a/./b/../b//file"));
	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(in_top("a")), 0);
	is_taken("b/file");
	is_taken("../a/b/file");
	assert_int_equal(chdir(here), 0);
	assert_null(trust_dir(in_top("a")));
	is_refused(in_top("a/b"), "Is a directory");
	is_refused(in_top("a/none"), "No such file");
	is_refused(in_top("a/b/file/more"), "Not a directory");
	check_refused(trust_dir(in_top("a/b/file")), "file", "Not a directory");
	assert_int_equal(mkfifo(in_top("a/fifo"), 0600), 0);
	is_refused(in_top("a/fifo"), "not a regular file");
}

static void test_what_others_can_write_is_not(void **state)
{
	(void)state;
	mode("a/b/file", 0664);
	is_refused(in_top("a/b/file"), "can write");
	mode("a/b/file", 0646);
	is_refused(in_top("a/b/file"), "everybody can write");
	mode("a/b/file", 0644);
	mode("a/b", 0775);
	is_refused(in_top("a/b/file"), "/a/b'");
	mode("a/b", 0755);
	mode("a", 0757);
	is_refused(in_top("a/b/file"), "everybody can write");
	/* nor by a way that only passes through */
	is_refused(in_top("a/../a/b/file"), "everybody can write");
	check_refused(trust_dir(in_top("a/b")), "a/b", "everybody can write");
	mode("a", 0755);
	is_taken(in_top("a/b/file"));
}

/* As in /tmp: a file of ours there is not taken, a directory of ours is. */
static void test_sticky_is_fine_above_only(void **state)
{
	(void)state;
	mode("a/b", 01777);
	is_refused(in_top("a/b/file"), "everybody can write");
	check_refused(trust_dir(in_top("a/b")), "a/b", "everybody can write");
	mode("a/b", 0755);
	mode("a", 01777);
	is_taken(in_top("a/b/file"));
	assert_null(trust_dir(in_top("a/b")));
	mode("a", 0755);
}

static void test_links_lead_where_they_lead(void **state)
{
	(void)state;
	assert_null(dir_make(in_top("open")));
	assert_null(file_write(in_top("open/file"), "text", 4));
	mode("open", 0777);
	assert_int_equal(symlink(in_top("a/b"), in_top("good")), 0);
	assert_int_equal(symlink("b/../b/file", in_top("a/relative")), 0);
	assert_int_equal(symlink("../open/file", in_top("a/bad")), 0);
	assert_int_equal(symlink("../a/b/file", in_top("open/back")), 0);
	assert_int_equal(symlink("loop", in_top("loop")), 0);
	is_taken(in_top("good/file"));
	is_taken(in_top("a/relative"));
	is_refused(in_top("a/bad"), "/open'");
	is_refused(in_top("open/back"), "/open'");
	is_refused(in_top("loop"), "Too many levels");
}

static void give(const char *name, uid_t uid)
{
	assert_int_equal(lchown(in_top(name), uid, (gid_t)-1), 0);
}

static void test_what_a_stranger_owns_is_not(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		print_message("only root can make files of others\n");
		skip();
	}
	give("a/b/file", STRANGER);
	is_refused(in_top("a/b/file"), "/a/b/file' belongs to user 12345");
	give("a/b/file", 0);
	give("a", STRANGER);
	is_refused(in_top("a/b/file"), "/a' belongs to user 12345");
	check_refused(trust_dir(in_top("a/b")), "a/b", "user 12345");
	give("a", 0);
	/* his link and his directory, in a sticky directory of root's */
	mode("a", 01777);
	assert_int_equal(symlink("b", in_top("a/his")), 0);
	give("a/his", STRANGER);
	is_refused(in_top("a/his/file"), "/a/his' belongs to user 12345");
	give("a/b", STRANGER);
	is_refused(in_top("a/b/file"), "/a/b' belongs to user 12345");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		T(test_own_file_is_read),
		T(test_what_others_can_write_is_not),
		T(test_sticky_is_fine_above_only),
		T(test_links_lead_where_they_lead),
		T(test_what_a_stranger_owns_is_not),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
