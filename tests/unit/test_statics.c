// SPDX-License-Identifier: GPL-2.0
/* Static locals, state of what is done once, and line numbers: C in, C out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the above first */
#include <cmocka.h>

#include "c_pair.h"

#define STATIC(type) "{ static " type " warned; if (warned < 3) { warned++;" \
		     " say(); } }\n"
#define HEAD "void say(void); void tell(const char *);\n"

/* How many variables called @base does the patch bring along? */
static size_t brings(const struct diff_result *result, const char *base)
{
	size_t n = 0, len = strlen(base);

	assert_non_null(result->out);
	vec_for_each(&result->out->syms, p)
		n += (*p)->sec && (*p)->type == STT_OBJECT &&
		     !strncmp((*p)->name, base, len) &&
		     (!(*p)->name[len] || (*p)->name[len] == '.');
	return n;
}

static bool is_told(const struct diff_result *result, const char *code)
{
	vec_for_each(&result->diags->list, diag)
		if (!strcmp(diag->code, code))
			return true;
	return false;
}

struct pair {
	const char *orig, *patched;
	size_t n;	/* of warned that are new */
	bool told;	/* without debug information */
};

static void check(const struct pair *pair, const char *flags, bool told)
{
	struct diff_result *result = pair_diff(pair->orig, pair->patched,
					       flags);

	assert_int_equal(brings(result, "warned"), pair->n);
	assert_int_equal(is_told(result, "KM022"), told);
	diff_result_destroy(result);
}

static void check_both(const struct pair *pair)
{
	check(pair, "-g", pair->n > 0);
	check(pair, "-g0", pair->told);
}

static void test_other_function(void **state)
{
	static const struct pair pair = {
		HEAD "void f(void)" STATIC("int") "void g(void) { }",
		HEAD "void f(void) { say(); }\nvoid g(void)" STATIC("int"),
		1, true,
	};

	(void)state;
	check_both(&pair);
}

static void test_function_renamed(void **state)
{
	static const struct pair pair = {
		HEAD "void f(void)" STATIC("int"),
		HEAD "void g(void)" STATIC("int"),
		1, true,
	};

	(void)state;
	check_both(&pair);
}

static void test_other_type(void **state)
{
	static const struct pair pair = {
		HEAD "void f(void)" STATIC("int"),
		HEAD "void f(void)" STATIC("unsigned int"), 1, true,
	};
	static const struct pair same = {
		HEAD "void f(void)" STATIC("unsigned int"),
		HEAD "typedef unsigned int u32; void f(void)"
		STATIC("const volatile u32 x; static u32") "void h(void) { }",
		0, false,
	};

	(void)state;
	check(&pair, "-g", true);
	check(&same, "-g", false);
}

/* It is still the variable that it was. */
static void test_inner_block(void **state)
{
	static const struct pair pair = {
		HEAD "void f(int a)" STATIC("int"),
		HEAD "void f(int a) { if (a) { int b = a * 3; tell(\"x\"); "
		STATIC("int") "tell((char *)(long)b); } }", 0, false,
	};

	(void)state;
	check_both(&pair);
}

/* Either of two may be the one that stayed. */
static void test_one_goes_one_comes(void **state)
{
#define TELL(text) "{ static int warned; tell(" text "); warned++; " \
		   "tell((char *)&warned); }\n"
	static const struct pair pair = {
		HEAD "void f(void) {" TELL("\"a\"") TELL("\"b\"") "}",
		HEAD "void f(void) {" TELL("\"b\"") TELL("\"c\"") "}",
		2, true,
	};
	static const struct pair clear = {
		HEAD "void f(void) {" TELL("\"a\"") TELL("\"b\"") "}",
		HEAD "void f(void) { say();" TELL("\"a\"") TELL("\"b\"") "}",
		0, false,
	};

	(void)state;
	check_both(&pair);
	check_both(&clear);
}

/* That of an inline function is one, wherever it is inlined. */
static void test_of_inline(void **state)
{
#define INLINE "static inline __attribute__((always_inline)) void i(void)" \
	       STATIC("int")
	static const struct pair pair = {
		HEAD INLINE "void f(void) { i(); }\nvoid g(void) { i(); }",
		HEAD INLINE "void f(void) { say(); }\nvoid g(void) { say(); }"
		"void h(void) { i(); }", 0, false,
	};

	(void)state;
	check(&pair, "-g", false);
}

/* One that left its function, or came into one, and one of clang's. */
static void test_other_place(void **state)
{
	static const struct pair out = {
		HEAD "void f(void)" STATIC("int"),
		HEAD "static int warned; void f(void) { tell(\"f\"); "
		"if (warned < 3) { warned++; say(); } }", 1, true,
	};
	static const struct pair in = {
		HEAD "static int warned; void f(void) { tell(\"f\"); "
		"if (warned < 3) { warned++; say(); } }",
		HEAD "void f(void)" STATIC("int"), 1, true,
	};
	static const struct pair constant = {
		HEAD "void f(void) { static const int warned[9];"
		" tell((char *)warned); }",
		HEAD "void f(void) { static int warned[9];"
		" tell((char *)warned); }", 1, false,
	};
#define NAMED(name) "{ static int warned asm(\"" name "\"); " \
	"if (warned < 3) { warned++; say(); } }\n"
	static const struct pair renamed = {
		HEAD "void f(void)" NAMED("f.warned"),
		HEAD "void g(void)" NAMED("g.warned"), 0, true,
	};

	(void)state;
	check(&out, "-g", true);
	check(&in, "-g", true);
	check(&constant, "-g", false);
	check(&renamed, "-g", true);
	check(&renamed, "-g0", true);
}

#define ONCE_HEAD							\
	"extern _Bool __do_once_start(_Bool *, unsigned long *);\n"	\
	"extern void __do_once_done(_Bool *, void *, unsigned long *);\n" \
	"extern void fill(void *, int); extern void use(void *);\n"	\
	"#define ONCE(func, ...) ({ static _Bool ___done; "		\
	"static struct { int n; } ___once_key = { 1 }; "		\
	"if (*(volatile int *)&___once_key.n) { unsigned long f; "	\
	"if (__do_once_start(&___done, &f)) { func(__VA_ARGS__); "	\
	"__do_once_done(&___done, &___once_key, &f); } } })\n"

#define SECRET(name) "static long " name "[2];\n" \
	"void f(void) { ONCE(fill, " name ", 16); use(" name "); }\n"

static void check_once(const char *orig, const char *patched,
		       const char *flags, size_t n)
{
	struct diff_result *result = pair_diff(orig, patched, flags);

	assert_int_equal(brings(result, "___done"), n);
	assert_int_equal(brings(result, "___once_key"), n);
	diff_result_destroy(result);
}

static void test_once(void **state)
{
	static const char *const flags[] = { "-g -fno-pic", "-g0 -fno-pic" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		check_once(ONCE_HEAD SECRET("secret"),
			   ONCE_HEAD SECRET("key"), flags[i], 1);
		/* the kernel's secret is never set anew */
		check_once(ONCE_HEAD SECRET("secret"), ONCE_HEAD
			   SECRET("secret") "static int more;\n"
			   "void g(void) { f(); use(&more); }", flags[i], 0);
		/* nor if there is more to do */
		check_once(ONCE_HEAD SECRET("secret"), ONCE_HEAD
			   "extern void log_it(void);\n"
			   "#define fill(a, b) (log_it(), (fill)(a, b))\n"
			   SECRET("secret"), flags[i], 0);
		/* a function in place of a variable */
		check_once(ONCE_HEAD "void f(void) { ONCE(fill, 0, 16); }",
			   ONCE_HEAD "void f(void) { ONCE(use, 0); }",
			   flags[i], 1);
	}
}

/* One of two is another one: the other keeps its state. */
static void test_once_of_two(void **state)
{
	struct diff_result *result = pair_diff(
		ONCE_HEAD "static long a[2], b[2];\nvoid f(void) {"
		"ONCE(fill, a, 16); use(a); ONCE(fill, b, 16); use(b); }",
		ONCE_HEAD "static long a[2], c[2];\nvoid f(void) {"
		"ONCE(fill, a, 16); use(a); ONCE(fill, c, 16); use(c); }",
		"-g -fno-pic");

	(void)state;
	assert_int_equal(brings(result, "a"), 0);
	assert_int_equal(brings(result, "___done"), 1);
	assert_int_equal(brings(result, "___once_key"), 1);
	diff_result_destroy(result);
}

/* gcc may have the code at the end, or in the .cold piece. */
static void test_once_elsewhere(void **state)
{
#define LATER "#define if(x) if (__builtin_expect((x), 0))\n"
#define COLD "extern void fill(void *, int) __attribute__((cold));\n"
#define OF_TWO(a, b, more) "static long " a "[2], " b "[2], more[2];\n" \
	"void f(void) { ONCE(fill, " a ", 16); use(" a "); " \
	"ONCE(fill, " b ", 16); use(" b "); " more " }\n"
	static const char *const heads[] = {
		ONCE_HEAD LATER, ONCE_HEAD COLD, ONCE_HEAD LATER COLD,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		_cleanup_free_ char *orig = xasprintf("%s%s", heads[i],
			OF_TWO("s", "t", ""));
		_cleanup_free_ char *other = xasprintf("%s%s", heads[i],
			OF_TWO("s", "u", ""));
		/* a new one that is not set once */
		_cleanup_free_ char *more = xasprintf("%s%s", heads[i],
			OF_TWO("s", "t", "use(more);"));

		check_once(orig, other, "-g -fno-pic", 1);
		check_once(orig, more, "-g -fno-pic", 0);
	}
#define LOOP(a) ONCE_HEAD LATER "extern int go(void); static long " a "[2]," \
	" s[2];\nstatic inline void fill_all(void) { fill(" a ", 16); " \
	"for (;;) { if (!go()) { use(0); if (go()) break; } else use(0); } " \
	"fill(s, 16); }\n" \
	"void f(void) { ONCE(fill_all); use(" a "); use(s); }\n"
	check_once(LOOP("t"), LOOP("u"), "-g -fno-pic", 1);
}

/* Nothing but the new variable is known: all of it begins anew, told. */
static void test_once_unknown(void **state)
{
#define HIDDEN COLD "#define HIDE(x) ({ void *p = (x); " \
	"asm volatile(\"\" : \"+r\" (p)); p; })\n"		\
	"void f(void) { static _Bool ___done; static int ___once_key = 1;\n" \
	"if (*(volatile int *)&___once_key) { unsigned long f; "	\
	"void *p = HIDE(&___done), *k = HIDE(&___once_key); "		\
	"if (__do_once_start(p, &f)) { fill(HIDE(secret), 16); "	\
	"__do_once_done(p, k, &f); } } use(secret); }\n"
	struct diff_result *result = pair_diff(
		ONCE_HEAD "static long secret[2];\n" HIDDEN,
		ONCE_HEAD "#define secret key\nstatic long secret[2];\n" HIDDEN,
		"-g -fno-pic");

	(void)state;
	assert_int_equal(brings(result, "___done"), 1);
	assert_int_equal(brings(result, "___once_key"), 1);
	assert_true(is_told(result, "KM022"));
	diff_result_destroy(result);
	result = pair_diff(ONCE_HEAD "static long secret[2];\n" HIDDEN,
			   ONCE_HEAD "static long secret[2];\n"
			   "extern void g(void);\n#define use(x) (g(), use(x))\n"
			   HIDDEN, "-g -fno-pic");
	assert_int_equal(brings(result, "___done"), 0);
	assert_int_equal(brings(result, "___once_key"), 0);
	assert_false(is_told(result, "KM022"));
	diff_result_destroy(result);
}

static void check_lock_class(const char *orig, const char *patched, size_t n)
{
	struct diff_result *result = pair_diff(orig, patched, "-g");

	assert_int_equal(brings(result, "__key"), n);
	assert_false(is_told(result, "KM022"));
	diff_result_destroy(result);
}

/* A class of locks keeps its key; a new place that makes one has a new one. */
static void test_lock_class(void **state)
{
#define LOCKS(key) "extern void init(void *, const char *, void *);\n"	\
	"#define INIT(l) { static " key " __key; init(l, #l, &__key); }\n" \
	"struct none { };\n"
	static const char *const kernels[] = {
		LOCKS("struct none"),		/* without lockdep */
		LOCKS("long"),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kernels); i++) {
		const char *locks = kernels[i];
		_cleanup_free_ char *orig = xasprintf("%s%s", locks,
			"void f(char *p) { INIT(p) INIT(p + 8) }");
		_cleanup_free_ char *same = xasprintf("%s%s", locks,
			"void g(void); void f(char *p) "
			"{ g(); INIT(p) INIT(p + 8) }");
		/* here it is not clear which of two the last one was */
		_cleanup_free_ char *between = xasprintf("%s%s", locks,
			"void f(char *p) { INIT(p) INIT(p + 4) INIT(p + 8) }");
		_cleanup_free_ char *behind = xasprintf("%s%s", locks,
			"void f(char *p) { INIT(p) INIT(p + 8) INIT(p + 9) }");

		check_lock_class(orig, same, i ? 0 : 2);
		check_lock_class(orig, between, i ? 2 : 3);
		check_lock_class(orig, behind, i ? 1 : 3);
	}
}

#define WARN(text) "void f(int x) { static _Bool __already_done; " \
	"if (__builtin_expect(x && !__already_done, 0)) " \
	"{ __already_done = 1; tell(" text "); } }\n"
#define LIMIT(text) "extern int ___ratelimit(void *, const char *);\n" \
	"void g(void) { static int _rs[9] = { 5 }; " \
	"if (___ratelimit(_rs, \"g\")) tell(" text "); }\n"

static void test_message(void **state)
{
	struct diff_result *result;

	(void)state;
	result = pair_diff(HEAD WARN("\"a\"") LIMIT("\"a\""),
			   HEAD WARN("\"b\"") LIMIT("\"b\""), "-g -fno-pic");
	assert_int_equal(brings(result, "__already_done"), 1);
	assert_int_equal(brings(result, "_rs"), 1);
	diff_result_destroy(result);
	result = pair_diff(HEAD WARN("\"a\"") LIMIT("\"a\""), HEAD
			   WARN("\"a\"); tell(\"more\"")
			   LIMIT("\"a\"), tell(\"more\""), "-g -fno-pic");
	assert_int_equal(brings(result, "__already_done"), 0);
	assert_int_equal(brings(result, "_rs"), 0);
	diff_result_destroy(result);
	/* nor is there a word about one that began anew in any case */
	result = pair_diff(HEAD WARN("\"a\""), HEAD "void h(int x) "
			   "{ tell(\"h\"); } void f(int x) { h(x); }\n"
			   "#define f g\n" WARN("\"b\""), "-g -fno-pic");
	assert_int_equal(brings(result, "__already_done"), 1);
	assert_false(is_told(result, "KM022"));
	diff_result_destroy(result);
}

#define SLEEP(line, ms) "void msleep(int); void report(const char *, int);\n" \
	"#line " line "\nvoid f(void) {\n msleep(" ms "); }\n"

static void test_constant_near_line(void **state)
{
	static const char *const lines[] = { "15", "10", "20" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		_cleanup_free_ char *to = xasprintf("%d", atoi(lines[i]) + 10);
		_cleanup_free_ char *a = xasprintf(SLEEP("%s", "20"),
						   lines[i]);
		_cleanup_free_ char *b = xasprintf(SLEEP("%s", "30"), to);
		struct diff_result *result = pair_diff(a, b, "-g");

		assert_int_equal(result->funcs.n, 1);
		diff_result_destroy(result);
	}
}

/* The line of a call that was inlined is no line of the instruction. */
static void test_line_of_inlined_call(void **state)
{
#define JOURNAL(line) "void start(int, int);\nstatic inline "		\
	"__attribute__((always_inline)) void i(int a, int line)\n"	\
	"{ start(a, line); }\n#line " line "\nvoid f(void) {\n"	\
	" i(7, __LINE__); }\n"
	struct diff_result *result = pair_diff(JOURNAL("100"), JOURNAL("110"),
					       "-g");

	(void)state;
	assert_int_equal(result->funcs.n, 0);
	diff_result_destroy(result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_other_function),
		cmocka_unit_test(test_function_renamed),
		cmocka_unit_test(test_other_type),
		cmocka_unit_test(test_inner_block),
		cmocka_unit_test(test_one_goes_one_comes),
		cmocka_unit_test(test_of_inline),
		cmocka_unit_test(test_other_place),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_once_of_two),
		cmocka_unit_test(test_once_elsewhere),
		cmocka_unit_test(test_once_unknown),
		cmocka_unit_test(test_lock_class),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_constant_near_line),
		cmocka_unit_test(test_line_of_inlined_call),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
