// SPDX-License-Identifier: GPL-2.0
/* What several units say of a patch, and what becomes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "build/link.h"
#include "kmend_abi.h"

#define MARK(what, text) what "\0-\0-\0" text "\0"

/* As ld joins them; without the NUL that C adds. */
static const struct {
	const char *bytes;
	size_t size;
	const char *description, *mode, *cves;
	bool replace;
} cases[] = {
#define CASE(b) .bytes = (b), .size = sizeof(b) - 1
	{ CASE(MARK("cve", "CVE-0 CVE-1")), .cves = "CVE-0 CVE-1" },
	{ CASE(""), .cves = "" },
	{ CASE(MARK("description", "one") MARK("description", "two")),
	  .description = "one", .cves = "" },
	{ CASE(MARK("mode", "immediate") MARK("mode", "atomic")
	       MARK("mode", "per-task")), .mode = "atomic", .cves = "" },
	{ CASE(MARK("mode", "immediate") MARK("mode", "per-task")),
	  .mode = "per-task", .cves = "" },
	{ CASE(MARK("cve", "CVE-1 CVE-2") MARK("cve", "CVE-12, CVE-1")
	       MARK("replace", "1")),
	  .cves = "CVE-1 CVE-2 CVE-12", .replace = true },
	/* cut off: what is whole counts */
	{ CASE(MARK("cve", "CVE-1") "cve\0-\0-\0CV"), .cves = "CVE-1" },
	{ CASE("cve\0"), .cves = "" },
};

static void same(const char *got, const char *wanted)
{
	if (wanted)
		assert_string_equal(got, wanted);
	else
		assert_null(got);
}

static void test_units_are_heard(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_obj_ struct obj *obj = obj_create("made");
		struct link_marks said;

		obj_add_sec(obj, KMEND_ABI_SEC_MARKS, SHT_PROGBITS, 0, 1,
			    cases[i].bytes, cases[i].size);
		obj_add_sec(obj, ".text", SHT_PROGBITS, SHF_ALLOC, 1, "x", 1);
		link_marks(arena, obj, i ? "" : "CVE-0", &said);
		same(said.description, cases[i].description);
		same(said.mode, cases[i].mode);
		same(said.cves, cases[i].cves);
		assert_int_equal(said.replace, cases[i].replace);

		link_marks_drop(obj);
		assert_null(obj_find_sec(obj, KMEND_ABI_SEC_MARKS));
		assert_non_null(obj_find_sec(obj, ".text"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_units_are_heard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
