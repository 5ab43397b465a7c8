// SPDX-License-Identifier: GPL-2.0
/* Why functions changed: of C that gcc compiles here and now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "c_pair.h"

#define HEAD "extern int ext(int);\n"					\
	     "extern int table[];\n"

/* The reason for @func in a diff of the two sources, malloc()ed. */
static char *why(const char *orig, const char *patched, const char *flags,
		 const char *func)
{
	struct diff_result *result = pair_diff(orig, patched, flags);
	char *text = NULL;

	vec_for_each(&result->funcs, f)
		if (!strcmp(f->name, func))
			text = xstrdup(f->why ? f->why : "-");
	diff_result_destroy(result);
	return text;
}

static const struct {
	const char *orig, *patched, *flags, *func, *why;
} cases[] = {
	/* one instruction of what is inlined */
	{ HEAD "static int bar(int x)\n{\n\treturn x * 7 + 1;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)));\n}\n",
	  HEAD "static int bar(int x)\n{\n\treturn x * 7 + 2;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)));\n}\n",
	  "-g", "foo", "inlines bar()" },
	/* through another function that is inlined */
	{ HEAD "static int bar(int x)\n{\n\treturn x * 7 + 1;\n}\n"
	  "static int mid(int x)\n{\n\treturn ext(bar(x));\n}\n"
	  "int foo(int x)\n{\n\treturn ext(mid(ext(x)));\n}\n",
	  HEAD "static int bar(int x)\n{\n\treturn x * 7 + 2;\n}\n"
	  "static int mid(int x)\n{\n\treturn ext(bar(x));\n}\n"
	  "int foo(int x)\n{\n\treturn ext(mid(ext(x)));\n}\n",
	  "-g", "foo", "inlines bar()" },
	/* more lines, and other registers in foo() itself */
	{ HEAD "static int bar(int x)\n{\n\treturn ext(x);\n}\n"
	  "int foo(int x, int y)\n{\n\tint z = bar(x);\n\n\treturn z + y;\n}\n",
	  HEAD "static int bar(int x)\n{\n\tint v = ext(x);\n\n"
	  "\tif (v < 0)\n\t\tv += ext(v + table[x]);\n\treturn v;\n}\n"
	  "int foo(int x, int y)\n{\n\tint z = bar(x);\n\n\treturn z + y;\n}\n",
	  "-g", "foo", "inlines bar()" },
	/* both */
	{ HEAD "static int bar(int x)\n{\n\treturn ext(x);\n}\n"
	  "int foo(int x)\n{\n\treturn bar(x) + 1;\n}\n"
	  "int end(int x)\n{\n\treturn ext(x);\n}\n",
	  HEAD "static int bar(int x)\n{\n\tx += table[x];\n"
	  "\treturn ext(x);\n}\n"
	  "int foo(int x)\n{\n\text(9);\n\treturn bar(x) + 1;\n}\n"
	  "int end(int x)\n{\n\treturn ext(x);\n}\n",
	  "-g", "foo", "code, and inlines bar()" },
	/* the function itself */
	{ HEAD "static int bar(int x)\n{\n\treturn x * 7;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)) + 1);\n}\n",
	  HEAD "static int bar(int x)\n{\n\treturn x * 7;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x))) + 1;\n}\n",
	  "-g", "foo", "code" },
	/* inlined before and called now */
	{ HEAD "static int bar(int x)\n{\n\treturn x * 7;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)) + 1);\n}\n",
	  HEAD "__attribute__((noinline)) static int bar(int x)\n"
	  "{\n\treturn x * 7;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)) + 1);\n}\n",
	  "-g", "foo", "no longer inlines bar()" },
	{ HEAD "__attribute__((noinline)) static int bar(int x)\n"
	  "{\n\treturn x * 7;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)) + 1);\n}\n",
	  HEAD "static int bar(int x)\n{\n\treturn x * 7;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)) + 1);\n}\n",
	  "-g", "foo", "now inlines bar()" },
	/* what symbols tell */
	{ HEAD "static int bar(int x)\n{\n\treturn x * 7 + 1;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)));\n}\n",
	  HEAD "static int bar(int x)\n{\n\treturn x * 7 + 2;\n}\n"
	  "int foo(int x)\n{\n\treturn ext(bar(ext(x)));\n}\n",
	  "-g0", "foo", "code" },
	{ HEAD "int say(const char *);\n"
	  "int foo(int x)\n{\n\treturn say(\"one\") + x;\n}\n",
	  HEAD "int say(const char *);\n"
	  "int foo(int x)\n{\n\treturn say(\"two\") + x;\n}\n",
	  "-g0", "foo", "another text" },
	{ HEAD "int one(int);\nint two(int);\n"
	  "int foo(int x)\n{\n\treturn one(x) + x;\n}\n",
	  HEAD "int one(int);\nint two(int);\n"
	  "int foo(int x)\n{\n\treturn two(x) + x;\n}\n",
	  "-g0", "foo", "calls two instead of one" },
	/* a copy that gcc made of the function */
	{ HEAD "__attribute__((noinline)) static int bar(int x, int how)\n"
	  "{\n\treturn how ? ext(x) + 1 : ext(x + 9);\n}\n"
	  "int foo(int x)\n{\n\treturn bar(x, 1) + bar(x + 2, 1);\n}\n",
	  HEAD "__attribute__((noinline)) static int bar(int x, int how)\n"
	  "{\n\treturn how ? ext(x) + 2 : ext(x + 9);\n}\n"
	  "int foo(int x)\n{\n\treturn bar(x, 1) + bar(x + 2, 1);\n}\n",
	  "-g", "bar.constprop.0", "code of bar()" },
};

#define INIT(text)							\
	"__attribute__((section(\".init.text\"), used))\n"		\
	"static int make(int x)\n"					\
	"{\n\treturn ext(bar(ext(x)))" text ";\n}\n"			\
	"int start(int x) __attribute__((alias(\"make\")));\n"
#define BAR(text)							\
	"static inline __attribute__((always_inline)) int bar(int x)\n"	\
	"{\n\treturn x * 7" text ";\n}\n"				\
	"int foo(int x)\n{\n\treturn bar(ext(x));\n}\n"

/* The level of the finding about start(), which only runs at boot. */
static enum diag_level at_boot(const char *orig, const char *patched,
			       const char *flags)
{
	struct diff_result *result = pair_diff(orig, patched, flags);
	enum diag_level level = DIAG_NOTE;

	vec_for_each(&result->diags->list, diag) {
		if (strcmp(diag->code, "KM001"))
			continue;
		assert_string_equal(diag->symbol, "start");
		level = diag->level;
	}
	vec_for_each(&result->funcs, f)
		assert_string_equal(f->name, "foo");
	diff_result_destroy(result);
	return level;
}

static void test_what_boot_inlines_is_a_warning(void **state)
{
	const char *orig = HEAD BAR("+ 1") INIT("");

	(void)state;
	assert_int_equal(at_boot(orig, HEAD BAR("+ 2") INIT(""), "-g"),
			 DIAG_WARN);
	assert_int_equal(at_boot(orig, HEAD BAR("+ 2") INIT("+ 1"), "-g"),
			 DIAG_REFUSE);
	assert_int_equal(at_boot(orig, HEAD BAR("+ 1") INIT("+ 1"), "-g"),
			 DIAG_REFUSE);
	/* nobody knows */
	assert_int_equal(at_boot(orig, HEAD BAR("+ 2") INIT(""), "-g0"),
			 DIAG_REFUSE);
}

static void test_reasons(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *got = why(cases[i].orig, cases[i].patched,
					       cases[i].flags, cases[i].func);

		if (!got || strcmp(got, cases[i].why))
			fail_msg("case %zu: '%s', not '%s'", i,
				 got ? got : "(not changed)", cases[i].why);
		free(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_boot_inlines_is_a_warning),
		cmocka_unit_test(test_reasons),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
