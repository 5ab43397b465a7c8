// SPDX-License-Identifier: GPL-2.0
/* Layouts that change: of C that gcc compiles here and now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "c_pair.h"

/* foo() changes in each case, and uses what stands in front of it. */
#define FOO(n, result) \
	"int foo(void *p);\nint foo(void *p)\n{\n" \
	"\t*(volatile int *)p = " #n ";\n\treturn " result ";\n}\n"
#define PAIR(old, new, result) old FOO(1, result), new FOO(2, result)
#define HEAP(type) "((" type " *)p)->a"

static const struct {
	const char *orig, *patched;
	const char *code;	/* of the finding; NULL: none */
	const char *symbol, *what;	/* the end of what it says */
} cases[] = {
	/* a variable's struct without a name */
	{ PAIR("static struct { long a, b; } v = { 0, 0 };\n",
	       "static struct { long b, a; } v = { 0, 0 };\n", "v.a++"),
	  "KM040", "v", "'v.a' was at offset 0, size 8, now at offset 8, "
	  "size 8; 'v.b' was at offset 8, size 8, now at offset 0, size 8" },
	{ PAIR("extern struct { long a, b; } v[4], *w;\n",
	       "extern struct { long b, a; } v[4], *w;\n", "v[1].a"),
	  "KM040", "v", "'v.b' was at offset 8, size 8, now at offset 0, "
	  "size 8" },
	{ PAIR("extern struct { long a, b; } *v;\n",
	       "extern struct { long b, a; } *v;\n", "v->a"),
	  "KM040", "v", "'v->b' was at offset 8, size 8, now at offset 0, "
	  "size 8" },
	/*
	 * in a function: what begins anew with its new type, as only the new
	 * code knows it, and what only a frame has
	 */
	{ PAIR("", "", "({ static struct { long a, b; } v;"
	       " v.a++ + *(int *)p; })"), NULL, NULL, NULL },
	{ "int foo(int n) { static struct { int a, b; } v; v.a += n;"
	  " return v.b; }", "int foo(int n) { static struct { int b, a; } v;"
	  " v.a += n + 1; return v.b; }", "KM022", "v.0",
	  "its function or its type is not that of v.0 of the running "
	  "kernel" },
	/* whatever another function has of that name */
	{ "int foo(int n) { static struct { int a, b; } v; v.a += n;"
	  " return v.b; }\nint bar(int n) { static struct { int a, b; } v;"
	  " v.a -= n; return v.b; }",
	  "int foo(int n) { static struct { int b, a; } v;"
	  " v.a += n + 1; return v.b; }\nint bar(int n) {"
	  " static struct { int a, b; } v; v.a -= n; return v.b; }",
	  "KM022", NULL, "of the running kernel" },
	{ "int foo(int n) { struct { int a, b; } v = { n, 2 * n };"
	  " return v.b; }", "int foo(int n) { struct { int b, a; } v ="
	  " { 3 * n, n }; return v.b; }", NULL, NULL, NULL },
	{ "int foo(void *p) { struct s { int a, b; } *v = p; return v->a; }",
	  "int foo(void *p) { struct s { int b, a; } *v = p; return v->a; }",
	  "KM040", "struct s", "'a' was at offset 0, size 4, now at offset 4, "
	  "size 4; 'b' was at offset 4, size 4, now at offset 0, size 4" },
	{ "int foo(void *p) { struct s { int a, b; } *v = p; int n = v->a;"
	  " { struct s { int c, d; } *w = p; return n + w->c; } }",
	  "int foo(void *p) { struct s { int a, b; } *v = p; int n = v->a;"
	  " { struct s { int d, c; } *w = p; return n + w->c; } }",
	  "KM040", "struct s", "'d' was at offset 4, size 4, now at offset 0, "
	  "size 4" },
	{ "int foo(int n) { struct s { int a, b; } v = { n, 1 };"
	  " return v.b * n; }", "int foo(int n) { struct s { int b, a; } v ="
	  " { 1, n }; return v.a * n; }", NULL, NULL, NULL },
	/* inside of another one, named and not */
	{ PAIR("struct s { int a; struct { int pos, size; } temp; };\n",
	       "struct s { int a; struct { int size, pos; } temp; };\n",
	       HEAP("struct s")),
	  "KM040", "struct s", "'temp.pos' was at offset 4, size 4, now at "
	  "offset 8, size 4; 'temp.size' was at offset 8, size 4, now at "
	  "offset 4, size 4" },
	{ PAIR("struct s { int a; union { struct { short x, y; } i[2];"
	       " int z; } u[2]; };\n",
	       "struct s { int a; union { struct { short y, x; } i[2];"
	       " int z; } u[2]; };\n", HEAP("struct s")),
	  "KM040", "struct s", "'u.i.y' was at offset 6, size 2, now at "
	  "offset 4, size 2" },
	{ PAIR("struct s { int a; struct { int x, y; } *in; };\n",
	       "struct s { int a; struct { int y, x; } *in; };\n",
	       HEAP("struct s")),
	  "KM040", "struct s", "'in->y' was at offset 4, size 4, now at "
	  "offset 0, size 4" },
	/* constants */
	{ PAIR("enum { NONE, OLD, NEW };\n", "enum { NONE, NEW, OLD };\n",
	       "*(int *)p == OLD"),
	  "KM040", "enum NONE", "'OLD' was 1, now 2; 'NEW' was 2, now 1" },
	{ PAIR("enum { NONE, OLD, NEW };\n", "enum { OLD = 1, NEW, XXX };\n",
	       "*(int *)p == OLD"), "KM040", "enum NONE", "'NONE' is gone" },
	{ PAIR("enum { NONE, OLD };\n", "enum { NONE, OLD, NEW };\n",
	       "*(int *)p == OLD"), NULL, NULL, NULL },
	{ "enum { NONE, OLD };\n" FOO(1, "*(int *)p == OLD"), FOO(2, "0"),
	  NULL, NULL, NULL },
	{ PAIR("typedef enum { NONE, OLD } e_t;\nstruct s { e_t a; };\n",
	       "typedef enum { OLD, NONE } e_t;\nstruct s { e_t a; };\n",
	       HEAP("struct s") " == OLD"),
	  "KM040", "enum e_t", "'NONE' was 0, now 1; 'OLD' was 1, now 0" },
	/* another type of the same size */
	{ PAIR("struct s { int a; };\n", "struct s { unsigned a; };\n",
	       HEAP("struct s")),
	  "KM040", "struct s", "'a' was s32, now u32" },
	{ PAIR("struct s { int a[2]; };\n", "struct s { long a; };\n",
	       "sizeof " HEAP("struct s")),
	  "KM040", "struct s", "'a' was s32[2], now s64" },
	{ PAIR("struct s { int a[2][4]; };\n", "struct s { int a[4][2]; };\n",
	       HEAP("struct s") "[1][1]"),
	  "KM040", "struct s", "'a' was s32[2][4], now s32[4][2]" },
	{ PAIR("struct x { int i; }; struct y { int j; };\n"
	       "struct s { int a; struct x *x; };\n",
	       "struct x { int i; }; struct y { int j; };\n"
	       "struct s { int a; struct y *x; };\n", HEAP("struct s")),
	  "KM040", "struct s", "'x' was struct x *, now struct y *" },
	{ PAIR("struct s { int a; int (*f)(long); };\n",
	       "struct s { int a; int (*f)(long, int); };\n",
	       HEAP("struct s")),
	  "KM040", "struct s", "'f' was int32 (int64) *, now int32 (int64, "
	  "int32) *" },
	{ PAIR("struct s { int a; unsigned x : 3, y : 5; };\n",
	       "struct s { int a; unsigned y : 5, x : 3; };\n",
	       HEAP("struct s")),
	  "KM040", "struct s", "'x' was at offset 4, size 3 bits, now at "
	  "offset 37 bits, size 3 bits; 'y' was at offset 35 bits, size "
	  "5 bits, now at offset 4, size 5 bits" },
	{ PAIR("struct s { int a; unsigned x : 3; };\n",
	       "struct s { int a; int x : 3; };\n", HEAP("struct s")),
	  "KM040", "struct s", "'x' was unsigned, now signed" },
	{ PAIR("#define TAG union\nunion s { int a; short b; };\n",
	       "#define TAG struct\nstruct s { int a; short b; };\n",
	       HEAP("TAG s")),
	  "KM040", "union s", "it was a union, now a struct; its size was 4, "
	  "now 8; 'b' was at offset 0, size 2, now at offset 4, size 2" },
	{ PAIR("long v;\n", "void *v;\n", "!v++"),
	  "KM040", "v", "'v' was s64, now void *" },
	/* what makes no difference */
	{ PAIR("struct s { int a; char *x; long y; void *z; int e, n[0]; };\n",
	       "enum e { E }; struct s { volatile int a; const unsigned char "
	       "*x; long long y; struct s *z; enum e e; int n[]; };\n",
	       HEAP("struct s")), NULL, NULL, NULL },
	{ PAIR("typedef int n_t; typedef int two_t[2];\n"
	       "struct s { n_t a; two_t b[3]; unsigned char f : 1; };\n",
	       "struct s { int a; int b[3][2]; _Bool f : 1; };\n",
	       HEAP("struct s")), NULL, NULL, NULL },
	{ PAIR("struct x { int a; }; struct s { int a; };\n",
	       "struct s { int a; }; struct x { int a; };\n",
	       HEAP("struct s") " + " HEAP("struct x")), NULL, NULL, NULL },
	{ PAIR("extern int v[]; int v[] = { 1, 2 };\n",
	       "extern int v[]; int v[] = { 1, 2 };\n", "v[1]++"),
	  NULL, NULL, NULL },
	/* bytes that are only read are compared as such */
	{ "static const struct { int a, b; } v[] = { { 1, 1 }, { 2, 2 } };\n"
	  "int foo(int n) { return v[n].a; }",
	  "static const struct { int b, a; } v[] = { { 1, 1 }, { 2, 2 } };\n"
	  "int foo(int n) { return v[n].a + 1; }", NULL, NULL, NULL },
};

static const struct diag *find(const struct diff_result *result,
			       const char *symbol)
{
	const struct diag *found = NULL;

	vec_for_each(&result->diags->list, diag)
		if ((!strcmp(diag->code, "KM040") ||
		     !strcmp(diag->code, "KM041") ||
		     !strcmp(diag->code, "KM022")) &&
		    (!found || (symbol && !strcmp(diag->symbol, symbol))))
			found = diag;
	return found;
}

static void check(size_t i, const struct diag *found)
{
	size_t len, end;

	if (!found != !cases[i].code)
		fail_msg("case %zu: %s", i, found ? found->what : "no finding");
	if (!found)
		return;
	assert_string_equal(found->code, cases[i].code);
	if (cases[i].symbol)
		assert_string_equal(found->symbol, cases[i].symbol);
	len = strlen(found->what);
	end = strlen(cases[i].what);
	if (len < end || strcmp(found->what + len - end, cases[i].what))
		fail_msg("case %zu: %s", i, found->what);
}

static void test_layouts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct diff_result *result;

		result = pair_diff(cases[i].orig, cases[i].patched,
				   "-gdwarf-4");
		assert_true(result->funcs.n > 0);
		check(i, find(result, cases[i].symbol));
		diff_result_destroy(result);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layouts),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
