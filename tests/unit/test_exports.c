// SPDX-License-Identifier: GPL-2.0
/* Prototypes of what is exported: of C that gcc compiles here and now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "c_pair.h"

#define HEAD "struct page { int a; };\ntypedef int (*act_t)(int, ...);\n"
#define EXPORT "asm(\".pushsection \\\"___ksymtab+foo\\\", \\\"a\\\"\\n" \
	       "__ksymtab_foo: .long foo - .\\n.popsection\");\n"
#define ACCEPT "static const char mark[] __attribute__((used, "		\
	       "section(\".kmend.mark\"), aligned(1))) = "		\
	       "\"accept\\0foo\\0KM063\\0nobody passes more\";\n"
#define OLD "int foo(struct page *p, const act_t act)\n" \
	    "{\n\treturn act(p->a);\n}\n"

static const struct {
	const char *orig, *patched;
	const char *what;	/* of the finding; NULL: none */
	enum diag_level level;
} cases[] = {
	{ HEAD EXPORT OLD, HEAD EXPORT "int foo(struct page *p, const act_t a)\n"
	  "{\n\treturn a(p->a + 1);\n}\n", NULL, DIAG_REFUSE },
	{ HEAD EXPORT OLD, HEAD EXPORT "int foo(struct page *p, long act)\n"
	  "{\n\treturn p->a + act;\n}\n",
	  "is exported, and modules were compiled for "
	  "'int (struct page *, const act_t)'; now it is "
	  "'int (struct page *, long int)'", DIAG_REFUSE },
	{ HEAD EXPORT "int foo(int (*f)(int, ...))\n{\n\treturn f(1);\n}\n",
	  HEAD EXPORT "void foo(void)\n{\n\t*(volatile int *)9 = 1;\n}\n",
	  "is exported, and modules were compiled for "
	  "'int (int (int, ...) *)'; now it is 'void (void)'", DIAG_REFUSE },
	{ HEAD OLD, HEAD "int foo(struct page *p)\n{\n\treturn p->a;\n}\n",
	  NULL, DIAG_REFUSE },
	{ HEAD EXPORT OLD, HEAD EXPORT ACCEPT "int foo(struct page *p)\n"
	  "{\n\treturn p->a;\n}\n",
	  "is exported, and modules were compiled for "
	  "'int (struct page *, const act_t)'; now it is "
	  "'int (struct page *)': accepted (nobody passes more): callers of "
	  "the old one get along with the new one", DIAG_NOTE },
};

static void test_prototypes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct diff_result *result = pair_diff(cases[i].orig,
						       cases[i].patched, "-g");
		const struct diag *found = NULL;

		vec_for_each(&result->diags->list, diag)
			if (!strcmp(diag->code, "KM063"))
				found = diag;
		if (!found != !cases[i].what)
			fail_msg("case %zu: %s", i,
				 found ? found->what : "no finding");
		if (found) {
			assert_string_equal(found->what, cases[i].what);
			assert_string_equal(found->symbol, "foo");
			assert_int_equal(found->level, cases[i].level);
		}
		diff_result_destroy(result);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prototypes),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
