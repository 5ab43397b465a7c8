// SPDX-License-Identifier: GPL-2.0
/* A module is read as it is, and packed in the ways that depmod knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "fake_image.h"
#include "fake_bzimage.h"
#include "kernel/module.h"

static char *temp_dir, *path;

/* A module's bytes, and behind them what a signature could be. */
static struct built make_module(void)
{
	_cleanup_obj_ struct obj *obj = obj_create("m");
	struct built b = { .data = calloc(1, ROOM) };
	char *data = NULL;
	struct sec *sec;

	sec = obj_add_sec(obj, ".text", SHT_PROGBITS,
			  SHF_ALLOC | SHF_EXECINSTR, 16, "\x90\x90\xc3", 3);
	obj_add_sym(obj, "run", STB_GLOBAL, STT_FUNC, sec, 0, 3);
	assert_null(obj_write(obj, path));
	assert_null(file_read(path, &data, &b.size));
	memcpy(b.data, data, b.size);
	put(&b, "~signature~", 11);
	free(data);
	return b;
}

static void check_module(const void *data, size_t size)
{
	_cleanup_obj_ struct obj *obj = NULL;

	assert_null(file_write(path, data, size));
	assert_null(module_read(path, &obj));
	assert_non_null(obj_find_sym(obj, "run"));
	assert_int_equal(obj_find_sec(obj, ".text")->size, 3);
}

static void assert_refused(const void *data, size_t size, const char *text)
{
	struct obj *obj = NULL;
	struct err *err;

	assert_null(file_write(path, data, size));
	err = module_read(path, &obj);
	assert_non_null(err);
	assert_null(obj);
	if (!strstr(err_text(err), text) || !strstr(err_text(err), path))
		fail_msg("'%s' has no '%s'", err_text(err), text);
	err_destroy(err);
}

static void test_modules_are_read(void **state)
{
	int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ,
			  ARCHIVE_FILTER_ZSTD };
	struct built b = make_module();
	uint8_t *out = malloc(ROOM);
	size_t size;

	(void)state;
	check_module(b.data, b.size);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		size = pack(&b, filters[i], out);
		check_module(out, size);
		assert_refused(out, size / 2, "");
	}
	free(out);
	free(b.data);
}

/** 48 MB of nothing in a few KB: refused, not unpacked. */
static void test_bombs_are_refused(void **state)
{
	struct built b = { .data = calloc(1, 48 << 20), .size = 48 << 20 };
	uint8_t *out = malloc(ROOM);

	(void)state;
	assert_refused(out, pack(&b, ARCHIVE_FILTER_XZ, out), "damaged");
	free(out);
	free(b.data);
}

static void test_other_files_are_no_modules(void **state)
{
	(void)state;
	assert_refused("", 0, "not an ELF file");
	assert_refused("abc", 3, "not an ELF file");
	assert_refused("a text of some length\n", 22, "not an ELF file");
}

static int make_dir(void **state)
{
	(void)state;
	if (dir_make_temp("/tmp", "kmend-test", &temp_dir))
		return -1;
	path = xasprintf("%s/m.ko", temp_dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	free(path);
	dir_temp_cleanup(&temp_dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_modules_are_read),
		cmocka_unit_test(test_bombs_are_refused),
		cmocka_unit_test(test_other_files_are_no_modules),
	};

	return cmocka_run_group_tests_name("module", tests, make_dir,
					   remove_dir);
}
