// SPDX-License-Identifier: GPL-2.0
/* Types of this very program, and of files that have none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "diff/types.h"

static const struct type *find(const struct types *types, const char *kind,
			       const char *name)
{
	const struct type like = { .kind = kind, .name = name };

	return types_find(types, &like);
}

static void test_files_without_types_have_none(void **state)
{
	static const char *const texts[] = { "", "no ELF", "\177ELF\2\1\1" };
	char *dir = NULL;

	(void)state;
	assert_null(dir_make_temp("/tmp", "kmend-test", &dir));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		_cleanup_free_ char *path = xasprintf("%s/%zu", dir, i);
		struct types *types;

		assert_null(file_write(path, texts[i], strlen(texts[i])));
		types = types_read(path);
		assert_int_equal(types->list.n, 0);
		assert_null(find(types, "struct", "type"));
		types_destroy(types);
	}
	dir_temp_cleanup(&dir);
	types_destroy(types_read("/no/such/file"));
	types_destroy(NULL);
}

/* struct type_member of diff/types.h, in the object of this file. */
static void test_members_of_a_struct(void **state)
{
	const char *const names[] = { "name", "what", "off", "size" };
	const struct type *type;
	struct types *types;

	(void)state;
	types = types_read("build/san/tests/unit/test_diff_types.o");
	type = find(types, "struct", "type_member");
	assert_non_null(type);
	assert_int_equal(type->size, sizeof(struct type_member));
	assert_true(type->lasting);
	assert_int_equal(type->members.n, ARRAY_LEN(names));
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		assert_string_equal(type->members.v[i].name, names[i]);
		assert_int_equal(type->members.v[i].off, 64 * i);
		assert_int_equal(type->members.v[i].size, 64);
	}
	assert_null(find(types, "union", "type_member"));
	types_destroy(types);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files_without_types_have_none),
		cmocka_unit_test(test_members_of_a_struct),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
