// SPDX-License-Identifier: GPL-2.0
/* What comes out of the cache is what was put in; damage is noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "fake_image.h"
#include "kernel/facts.h"

static char *temp_dir, *vmlinuz, *cache;

static void write_kernel(uint8_t change)
{
	struct built b = build_image(LAYOUT_6_4);

	b.data[0x1000 + 0x800] = change;
	assert_null(file_write(vmlinuz, b.data, b.size));
	free(b.data);
}

static struct facts *load(void)
{
	struct facts *facts = NULL;
	struct err *err;

	err = facts_load_cached("6.0-test", vmlinuz, NULL, cache, &facts);
	if (err)
		fail_msg("%s", err_text(err));
	return facts;
}

/* The only file of the cache. */
static char *cache_file(void)
{
	DIR *dir = opendir(cache);
	struct dirent *ent;
	char *path = NULL;

	assert_non_null(dir);
	while ((ent = readdir(dir))) {
		if (ent->d_name[0] == '.')
			continue;
		assert_null(path);
		path = xasprintf("%s/%s", cache, ent->d_name);
	}
	closedir(dir);
	assert_non_null(path);
	return path;
}

static void check_same(const struct facts *a, const struct facts *b)
{
	const struct ksym *x, *y;

	assert_string_equal(a->image.build_id, b->image.build_id);
	assert_int_equal(a->image.text, b->image.text);
	assert_int_equal(a->image.size, b->image.size);
	assert_memory_equal(a->image.data, b->image.data, a->image.size);
	assert_int_equal(a->ksyms.n, b->ksyms.n);
	assert_int_equal(a->by_name.n, b->by_name.n);
	for (size_t i = 0; i < a->ksyms.n; i++) {
		x = &a->ksyms.v[i];
		y = &b->ksyms.v[i];
		assert_string_equal(x->name, y->name);
		assert_int_equal(x->addr, y->addr);
		assert_int_equal(x->size, y->size);
		assert_int_equal(x->type, y->type);
		assert_int_equal(x->sympos, y->sympos);
		assert_int_equal(x->same ? x->same - a->ksyms.v : 0,
				 y->same ? y->same - b->ksyms.v : 0);
		assert_ptr_equal(facts_find_at(b, x->name, x->addr), y);
	}
}

static void test_second_load_is_from_the_cache(void **state)
{
	struct facts *first, *second;

	(void)state;
	write_kernel(1);
	first = load();
	assert_null(first->cached);
	second = load();
	assert_non_null(second->cached);
	check_same(first, second);
	facts_destroy(first);
	assert_non_null(facts_find(second, "twin", 2));
	facts_destroy(second);
}

/* Any byte of it, and any length: noticed, made anew, right again. */
static void test_damage_is_noticed(void **state)
{
	char *path, *data;
	struct facts *plain, *facts;
	size_t size;

	(void)state;
	write_kernel(1);
	facts_destroy(load());
	path = cache_file();
	assert_null(file_read(path, &data, &size));
	assert_null(facts_load("6.0-test", vmlinuz, NULL, &plain));
	for (size_t at = 0; at < size; at += at < 200 ? 8 : size / 9) {
		data[at] ^= 1;
		assert_null(file_write(path, data, size));
		data[at] ^= 1;
		facts = load();
		assert_null(facts->cached);
		check_same(plain, facts);
		facts_destroy(facts);
		assert_null(file_write(path, data, at));
		facts = load();
		assert_null(facts->cached);
		facts_destroy(facts);
		facts = load();
		assert_non_null(facts->cached);
		check_same(plain, facts);
		facts_destroy(facts);
	}
	facts_destroy(plain);
	free(data);
	free(path);
}

static void test_other_kernel_is_not_mistaken(void **state)
{
	struct facts *facts;
	char *path, *other;

	(void)state;
	write_kernel(1);
	facts_destroy(load());
	path = cache_file();
	write_kernel(2);
	facts = load();
	assert_null(facts->cached);
	assert_int_equal(facts->image.data[0x1800], 2);
	facts_destroy(facts);

	/* not even when the file of the one has the name of the other */
	assert_int_equal(unlink(path), 0);
	other = cache_file();
	assert_int_equal(rename(other, path), 0);
	write_kernel(1);
	facts = load();
	assert_null(facts->cached);
	assert_int_equal(facts->image.data[0x1800], 1);
	facts_destroy(facts);
	free(other);
	free(path);
}

static void test_no_cache_is_no_error(void **state)
{
	struct facts *facts = NULL;
	struct err *err;

	(void)state;
	write_kernel(1);
	assert_null(file_write(cache, "a file", 6));
	facts = load();
	assert_null(facts->cached);
	assert_non_null(facts_find(facts, "sym_0003", 0));
	facts_destroy(facts);

	facts = NULL;
	assert_null(file_write(vmlinuz, "junk", 4));
	err = facts_load_cached("6.0-test", vmlinuz, NULL, cache, &facts);
	assert_null(facts);
	assert_non_null(strstr(err_text(err), "not a kernel image"));
	err_destroy(err);
}

static int make_dir(void **state)
{
	(void)state;
	if (dir_make_temp("/tmp", "kmend-test", &temp_dir))
		return -1;
	vmlinuz = xasprintf("%s/vmlinuz", temp_dir);
	cache = xasprintf("%s/cache", temp_dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	free(vmlinuz);
	free(cache);
	dir_temp_cleanup(&temp_dir);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_second_load_is_from_the_cache),
		TEST(test_damage_is_noticed),
		TEST(test_other_kernel_is_not_mistaken),
		TEST(test_no_cache_is_no_error),
	};

	return cmocka_run_group_tests_name("facts_cache", tests, NULL, NULL);
}
