// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/file.h"
#include "base/map.h"
#include "base/process.h"
#include "base/vec.h"

static void test_err_keeps_kind_and_errno_when_wrapped(void **state)
{
	_cleanup_err_ struct err *err = NULL;

	(void)state;
	err = err_errno(ENOENT, "cannot open '%s'", "x");
	assert_int_equal(err_errnum(err), ENOENT);
	err = err_wrap(err, "unit %d", 7);
	assert_string_equal(err_text(err),
			    "unit 7: cannot open 'x': No such file or directory");
	assert_int_equal(err_errnum(err), ENOENT);
	assert_int_equal(err_kind(err), ERR_FAILED);
	assert_null(err_advice(err));
	err = err_advise(err, "install %s", "y");
	assert_string_equal(err_advice(err), "install y");
}

static void test_arena_pieces_are_zeroed_aligned_and_apart(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	char *last = NULL;

	(void)state;
	for (size_t size = 1; size < 200000; size = size * 3 + 1) {
		char *p = arena_alloc(arena, size);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0x5a, size);
		if (last)
			assert_int_equal(*last, 0x5a);
		last = p;
	}
	assert_string_equal(arena_printf(arena, "%s-%d", "a", 5), "a-5");
}

static void test_vec_grows_and_visits_in_order(void **state)
{
	VEC(int) v = {0};
	int want = 0;

	(void)state;
	vec_for_each(&v, none)
		fail();
	for (int i = 0; i < 1000; i++)
		vec_push(&v, i);
	vec_for_each(&v, p)
		assert_int_equal(*p, want++);
	assert_int_equal(want, 1000);
	vec_deinit(&v);
}

static void test_map_finds_what_was_put(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct map map = {0}, nums;

	(void)state;
	assert_null(map_find(&map, "x"));
	for (uintptr_t i = 1; i <= 5000; i++)
		map_put(&map, arena_printf(arena, "key%zu", (size_t)i),
			(void *)i);
	assert_int_equal(map.n, 5000);
	assert_ptr_equal(map_find(&map, "key4711"), (void *)4711);
	assert_false(map_has(&map, "key5001"));
	map_put(&map, "key7", NULL);
	assert_true(map_has(&map, "key7"));
	assert_null(map_find(&map, "key7"));
	assert_int_equal(map.n, 5000);
	assert_string_equal(map.slots[0].str, "key1");
	map_deinit(&map);

	map_init(&nums, true);
	map_put_num(&nums, 0, &nums);
	map_put_num(&nums, UINT64_MAX, arena);
	assert_ptr_equal(map_find_num(&nums, 0), &nums);
	assert_ptr_equal(map_find_num(&nums, UINT64_MAX), arena);
	assert_null(map_find_num(&nums, 1));
	map_deinit(&nums);
}

static void test_diag_text_has_place_cause_and_remedy(void **state)
{
	struct diags *diags = diags_create();

	(void)state;
	assert_false(diags_refuse(diags));
	diag_add(diags, DIAG_WARN, "KM001", "a.c", NULL, 0, NULL, "odd");
	assert_false(diags_refuse(diags));
	diag_add(diags, DIAG_REFUSE, "KM002", "a.c", "foo", 0x10, "do %s",
		 "cannot be patched");
	assert_true(diags_refuse(diags));
	assert_string_equal(diag_text(diags->arena, &diags->list.v[0]),
			    "a.c: odd [KM001]");
	assert_string_equal(diag_text(diags->arena, &diags->list.v[1]),
			    "a.c: foo+0x10: cannot be patched: do %s [KM002]");
	diags_destroy(diags);
}

static void test_process_gives_outputs_and_status(void **state)
{
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_free_ char *out = NULL;
	_cleanup_free_ char *text = NULL;
	int status = -1;
	struct process opt = {
		.ret_out = &out, .ret_err = &text, .ret_status = &status,
		.cwd = "/", .env = (const char *const[]){ "KMEND_T=5", NULL },
	};

	(void)state;
	argv_add(&argv, "sh", "-c", "pwd; echo $KMEND_T; echo bad >&2; exit 3",
		 NULL);
	assert_null(process_run(&argv, &opt));
	assert_string_equal(out, "/\n5\n");
	assert_string_equal(text, "bad\n");
	assert_int_equal(status, 3);
}

static void test_process_failure_quotes_the_last_line(void **state)
{
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_free_ char *text = NULL;
	_cleanup_err_ struct err *err = NULL;
	struct process opt = { .ret_err = &text };

	(void)state;
	argv_add(&argv, "sh", "-c", "echo first; echo the cause >&2; exit 1",
		 NULL);
	err = process_run(&argv, &opt);
	assert_non_null(err);
	assert_string_equal(err_text(err),
			    "sh failed (exit status 1): the cause");
}

static void test_process_that_is_not_there_is_named(void **state)
{
	_cleanup_argv_ struct argv argv = {0};
	_cleanup_err_ struct err *err = NULL;

	(void)state;
	argv_add(&argv, "kmend-no-such-program", NULL);
	err = process_run(&argv, NULL);
	assert_non_null(err);
	assert_non_null(strstr(err_text(err), "kmend-no-such-program"));
}

static void test_file_is_written_whole_or_not_at_all(void **state)
{
	_cleanup_dir_temp_ char *dir = NULL;
	_cleanup_free_ char *path = NULL, *gone = NULL, *data = NULL;
	struct err *err;
	size_t size;

	(void)state;
	assert_null(dir_make_temp("/tmp", "kmend-test", &dir));
	path = xasprintf("%s/a", dir);
	assert_null(file_write(path, "one\0two", 7));
	assert_null(file_read(path, &data, &size));
	assert_int_equal(size, 7);
	assert_memory_equal(data, "one\0two", 8);
	gone = xasprintf("%s/no/such/a", dir);
	err = file_write(gone, "x", 1);
	assert_non_null(err);
	assert_int_equal(err_errnum(err), ENOENT);
	err_destroy(err);
}

static void test_dir_remove_leaves_what_links_lead_to(void **state)
{
	_cleanup_dir_temp_ char *dir = NULL;
	_cleanup_free_ char *keep = NULL, *deep = NULL, *link = NULL;
	_cleanup_free_ char *top = NULL, *file = NULL;

	(void)state;
	assert_null(dir_make_temp("/tmp", "kmend-test", &dir));
	keep = xasprintf("%s/keep", dir);
	deep = xasprintf("%s/gone/a/b", dir);
	link = xasprintf("%s/gone/a/link", dir);
	top = xasprintf("%s/gone", dir);
	file = xasprintf("%s/keep/file", dir);
	assert_null(dir_make(keep));
	assert_null(dir_make(deep));
	assert_null(dir_make(deep));
	assert_null(file_write(file, "x", 1));
	assert_int_equal(symlink(keep, link), 0);
	assert_null(dir_remove(top));
	assert_false(path_exists(top));
	assert_true(path_exists(file));
	assert_null(dir_remove(top));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_err_keeps_kind_and_errno_when_wrapped),
		cmocka_unit_test(
			test_arena_pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(test_vec_grows_and_visits_in_order),
		cmocka_unit_test(test_map_finds_what_was_put),
		cmocka_unit_test(test_diag_text_has_place_cause_and_remedy),
		cmocka_unit_test(test_process_gives_outputs_and_status),
		cmocka_unit_test(test_process_failure_quotes_the_last_line),
		cmocka_unit_test(test_process_that_is_not_there_is_named),
		cmocka_unit_test(test_file_is_written_whole_or_not_at_all),
		cmocka_unit_test(test_dir_remove_leaves_what_links_lead_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
