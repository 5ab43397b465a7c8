// SPDX-License-Identifier: GPL-2.0
/* What Debian calls its kernels, and which version is the newer one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/deb_version.h"
#include "kernel/package.h"
#include "kernel/package_name.h"

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void test_version_order(void **state)
{
	/* Each is older than the next. */
	static const char *const sorted[] = {
		"6.1~rc3-1", "6.1.0-1", "6.1.9-2", "6.1.10-1~bpo11+1",
		"6.1.10-1", "6.1.10-1a", "6.1.10-1+b1", "6.1.10-2", "6.1.10-10",
		"6.1.176-1", "6.1.192-1", "6.1.192-2", "6.12.9-1",
		"6.12.117-1~deb12u1", "6.12.117-1", "6.12.117+x-1", "1:0",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sorted); i++)
		for (size_t k = 0; k < ARRAY_LEN(sorted); k++)
			assert_int_equal(sign(deb_version_cmp(sorted[i],
							      sorted[k])),
					 sign((int)i - (int)k));
}

static void test_version_equal(void **state)
{
	static const char *const same[][2] = {
		{ "1.0", "1.0-0" }, { "0:1", "1" }, { "1.01", "1.1" },
		{ "", "0" }, { "1.000000000000000000000000001-1", "1.1-1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(same); i++)
		assert_int_equal(deb_version_cmp(same[i][0], same[i][1]), 0);
	assert_true(deb_version_cmp("99999999999999999999", "9999999999999999999")
		    > 0);
}

static void test_name_good(void **state)
{
	static const struct {
		const char *what, *release, *version, *series, *flavour;
	} good[] = {
		{ "6.1", NULL, NULL, "6.1", "cloud-amd64" },
		{ "6.12", NULL, NULL, "6.12", "cloud-amd64" },
		{ "6.1=6.1.192-1", NULL, "6.1.192-1", "6.1", "cloud-amd64" },
		{ "6.1.0-56-cloud-amd64", "6.1.0-56-cloud-amd64", NULL, "6.1",
		  "cloud-amd64" },
		{ "6.1.0-56-rt-amd64", "6.1.0-56-rt-amd64", NULL, "6.1",
		  "rt-amd64" },
		{ "6.12.117+deb12-amd64=6.12.117-1~deb12u1",
		  "6.12.117+deb12-amd64", "6.12.117-1~deb12u1", "6.12",
		  "amd64" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct arena *arena = arena_create();
		struct package_name n;

		assert_null(package_name_parse(arena, good[i].what, &n));
		assert_string_equal(n.series, good[i].series);
		assert_string_equal(n.flavour, good[i].flavour);
		assert_int_equal(!n.release, !good[i].release);
		if (n.release)
			assert_string_equal(n.release, good[i].release);
		assert_int_equal(!n.version, !good[i].version);
		if (n.version)
			assert_string_equal(n.version, good[i].version);
		arena_destroy(arena);
	}
}

static void test_name_bad(void **state)
{
	static const struct {
		const char *what;
		enum err_kind kind;
	} bad[] = {
		{ "", ERR_USAGE }, { "6", ERR_USAGE }, { "6.", ERR_USAGE },
		{ "linux", ERR_USAGE }, { "-6.1", ERR_USAGE },
		{ "6.1/../x-amd64", ERR_USAGE }, { "6.1x", ERR_USAGE },
		{ "6.1.0_1-amd64", ERR_USAGE }, { "6.1=", ERR_USAGE },
		{ "6.1=../x", ERR_USAGE }, { "6.1.0 1-amd64", ERR_USAGE },
		{ "6.8.0-40-generic", ERR_FAILED },
		{ "6.1.0-56-arm64", ERR_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct arena *arena = arena_create();
		struct package_name n;
		struct err *err = package_name_parse(arena, bad[i].what, &n);

		assert_non_null(err);
		assert_int_equal(err_kind(err), bad[i].kind);
		assert_non_null(err_advice(err));
		err_destroy(err);
		arena_destroy(arena);
	}
}

static void test_name_fits(void **state)
{
	static const struct {
		const char *what, *release, *version;
		bool fits;
	} cases[] = {
		{ "6.1", "6.1.0-56-cloud-amd64", "6.1.192-2", true },
		{ "6.1", "6.12.117+deb12-cloud-amd64", "6.12.117-1", false },
		{ "6.1", "6.1.0-56-amd64", "6.1.192-2", false },
		{ "6.1.0-56-amd64", "6.1.0-56-amd64", "6.1.192-2", true },
		{ "6.1.0-5-amd64", "6.1.0-56-amd64", "6.1.192-2", false },
		{ "6.1.0-56-amd64=6.1.192-1", "6.1.0-56-amd64", "6.1.192-2",
		  false },
		{ "6.1=6.1.192-2", "6.1.0-56-cloud-amd64", "6.1.192-2", true },
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct package_name n;

		assert_null(package_name_parse(arena, cases[i].what, &n));
		assert_int_equal(package_name_fits(&n, cases[i].release,
						   cases[i].version),
				 cases[i].fits);
	}
	arena_destroy(arena);
}

static void test_cache_dir(void **state)
{
	char *dir = NULL;
	struct err *err;

	(void)state;
	setenv("HOME", "/h", 1);
	setenv("XDG_CACHE_HOME", "/x", 1);
	setenv("KMEND_CACHE", "/k", 1);
	assert_null(cache_dir(&dir));
	assert_string_equal(dir, "/k");
	free(dir);
	unsetenv("KMEND_CACHE");
	assert_null(cache_dir(&dir));
	assert_string_equal(dir, "/x/kmend");
	free(dir);
	/* The XDG specification: a relative path is to be ignored. */
	setenv("XDG_CACHE_HOME", "x", 1);
	assert_null(cache_dir(&dir));
	assert_string_equal(dir, "/h/.cache/kmend");
	free(dir);
	unsetenv("HOME");
	err = cache_dir(&dir);
	assert_non_null(err);
	err_destroy(err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_version_order),
		cmocka_unit_test(test_version_equal),
		cmocka_unit_test(test_name_good),
		cmocka_unit_test(test_name_bad),
		cmocka_unit_test(test_name_fits),
		cmocka_unit_test(test_cache_dir),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
