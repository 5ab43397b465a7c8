// SPDX-License-Identifier: GPL-2.0
/* Which units a change reaches: declarations, words, includes, commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "build/commands.h"
#include "build/includes.h"
#include "build/makefile.h"
#include "build/overlay.h"
#include "build/words.h"

/* Is the text one chunk, inert, with exactly these names (in any order)? */
static void chunk_is(const char *text, bool inert, const char *names)
{
	struct chunks chunks;
	char copy[256], *rest = copy, *name;
	size_t n = 0;

	chunks_read(text, strlen(text), &chunks);
	if (chunks.list.n != 1 || chunks.list.v[0].inert != inert)
		fail_msg("%zu chunks, %s: %s", chunks.list.n,
			 chunks.list.v[0].inert ? "inert" : "not inert", text);
	snprintf(copy, sizeof(copy), "%s", names);
	while (inert && (name = strsep(&rest, " "))) {
		struct token token = { .text = name, .len = strlen(name) };
		bool found = !*name;

		vec_for_each(&chunks.names, id)
			found |= word_id(id) == word_id(&token);
		if (!found)
			fail_msg("'%s' is no name of: %s", name, text);
		n += *name != '\0';
	}
	if (inert && n != chunks.names.n)
		fail_msg("%zu names, not %zu: %s", chunks.names.n, n, text);
	chunks_deinit(&chunks);
}

static void test_what_a_declaration_declares(void **state)
{
	static const struct {
		const char *text;
		bool inert;
		const char *names;
	} cases[] = {
		{ "#define FOO(x) \\\n ((x) + 1)", true, "FOO" },
		{ "static inline int f(struct s *p)\n{\n\tif (p) { g(); }\n"
		  "\treturn 1;\n}", true, "f" },
		{ "static __always_inline __printf(1, 2) int f(int a) {}",
		  true, "f" },
		{ "extern struct s *f(void (*cb)(int));", true, "f cb" },
		{ "extern struct s a, *b;", true, "a b" },
		{ "typedef int (*fn_t)(int);", true, "fn_t" },
		{ "typedef struct { int a; } t;", true, "t" },
		{ "struct s { struct in { int x; } a; enum e { A, B = 2 } b; };",
		  true, "s in e A B" },
		{ "enum { A, B, };", true, "A B" },
		{ "struct s;", true, "s" },
		{ "struct s f(void);", true, "f" },
		{ "static const int a[] = { 1, 2 };", true, "a" },
		{ "int f(void);", true, "f" },
		{ "int f(void) { return 1; }", false, "" },
		{ "int a;", false, "" },
		{ "int a = 1;", false, "" },
		{ "static int a __used;", false, "" },
		{ "static struct s a __attribute__((__used__)) = {};", false,
		  "" },
		{ "MACRO(x);", false, "" },
		{ "asm(\"nop\");", false, "" },
		{ "#undef A", true, "A" },
		{ "#ifdef A", false, "" },	/* and no end */
		{ "#include <x.h>", false, "" },
		{ "static inline int f(void) { {", false, "" },
		{ "static int f(void) }", false, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		chunk_is(cases[i].text, cases[i].inert, cases[i].names);
}

static void test_conditionals_and_ends(void **state)
{
	static const char text[] =
		"/* int no; */\n"
		"#ifdef __cplusplus\nextern \"C\" {\n#endif\n"
		"static inline int a(int x)\n{\n#if 1\n\tif (x) {\n#else\n"
		"\t{\n#endif\n\t}\n\treturn '}';\n}\n"
		"struct s {\n\tint a;\n};\n"
		"PAGEFLAG(Foo)\n"
		"static inline int b(void) { return \"\\\"}\"[0]; }\n"
		"#ifdef __cplusplus\n}\n#endif\n";
	struct chunks chunks;
	size_t inert = 0;

	(void)state;
	chunks_read(text, strlen(text), &chunks);
	/* what a macro that we do not know has eaten is not inert: b */
	vec_for_each(&chunks.list, c)
		inert += c->inert && *c->text != '#';
	assert_int_equal(inert, 2);
	assert_true(chunks.list.n > 4);
	chunks_deinit(&chunks);
}

/* Does a change of @a into @b reach what makes code? -1: names cannot say. */
static int reach(const char *a, const char *b)
{
	struct words *words = calloc(1, sizeof(*words));
	struct words *found = calloc(1, sizeof(*found));
	uint8_t da[16] = {0}, db[16] = {0};
	struct chunks ca, cb;
	bool grew = true, hit = false;
	int ret = -1;

	chunks_read(a, strlen(a), &ca);
	chunks_read(b, strlen(b), &cb);
	if (words_differ(words, &ca, &cb, da, db)) {
		while (grew && !hit) {
			hit = words_spread(words, &cb, db, found);
			grew = words_join(words, found);
		}
		ret = hit;
	}
	chunks_deinit(&ca);
	chunks_deinit(&cb);
	words_deinit(words);
	words_deinit(found);
	free(words);
	free(found);
	return ret;
}

static void test_a_change_reaches_those_that_mention_it(void **state)
{
	(void)state;
	/* blanks and comments are no change */
	assert_int_equal(reach("int f(void)\n{ g(1); }",
			       "int f(void) { /* x */ g( 1 ); }"), 0);
	assert_int_equal(reach("int f(void) { g(); }",
			       "static int n(void) { return 1; }"
			       "int f(void) { g(); }"), 0);
	assert_int_equal(reach("int f(void) { g(); }",
			       "static int g(void) { return 1; }"
			       "int f(void) { g(); }"), 1);
	/* through a macro and another function */
	assert_int_equal(reach("#define M a\nstatic int g(void) { M; }\n"
			       "static int a;\nint f(void) { g(); }",
			       "#define M a\nstatic int g(void) { M; }\n"
			       "static long a;\nint f(void) { g(); }"), 1);
	assert_int_equal(reach("#define M a\nstatic int g(void) { M; }\n"
			       "static int a;\nint f(void) { }",
			       "#define M a\nstatic int g(void) { M; }\n"
			       "static long a;\nint f(void) { }"), 0);
	/* a type, through one that has it */
	assert_int_equal(reach("struct a { int x; };struct b { struct a a; };"
			       "int f(struct b *b) {}",
			       "struct a { long x; };struct b { struct a a; };"
			       "int f(struct b *b) {}"), 1);
	assert_int_equal(reach("int f(void) { return 1; }",
			       "int f(void) { return 2; }"), -1);
}

static void test_a_conditional_changes_what_is_in_it(void **state)
{
	static const char user[] = "int f(void) { g(); }";
	static const struct {
		const char *a, *b;
		int reach;
	} cases[] = {
		{ "#ifdef A\n#endif\n", "#ifdef B\n#endif\n", 0 },
		{ "#ifdef A\nint h(void);\n#endif\n",
		  "#ifdef B\nint h(void);\n#endif\n", 0 },
		{ "#ifdef A\nint g(void);\n#endif\n",
		  "#ifdef B\nint g(void);\n#endif\n", 1 },
		{ "int h(void);int g(void);\n",
		  "#ifdef B\nint h(void);\n#endif\nint g(void);\n", 0 },
		{ "#ifdef A\n#if X\n#else\nint g(void);\n#endif\n#endif\n",
		  "#ifdef B\n#if X\n#else\nint g(void);\n#endif\n#endif\n", 1 },
		/* from one branch to the other */
		{ "#ifdef A\nint g(void);\n#else\nint h(void);\n#endif\n",
		  "#ifdef A\nint h(void);\n#else\nint g(void);\n#endif\n", 1 },
		{ "#if A\nint h(void);\n#elif B\nint g(void);\n#endif\n",
		  "#if C\nint h(void);\n#elif B\nint g(void);\n#endif\n", 1 },
		{ "#if A\nint g(void);\n#elif B\nint h(void);\n#endif\n",
		  "#if A\nint g(void);\n#elif C\nint h(void);\n#endif\n", 0 },
		/* a macro that is asked for */
		{ "#ifdef M\n#define g x\n#endif\n",
		  "#define M\n#ifdef M\n#define g x\n#endif\n", 1 },
		{ "#ifdef M\n#if 1\n#else\nint g(void);\n#endif\n#endif\n",
		  "#undef M\n#ifdef M\n#if 1\n#else\nint g(void);\n#endif\n"
		  "#endif\n", 1 },
		{ "#ifdef M\n#define h x\n#endif\nint g(void);\n",
		  "#define M\n#ifdef M\n#define h x\n#endif\nint g(void);\n",
		  0 },
		/* a line that moved */
		{ "#ifdef M\n#define g x\n#endif\n#define M\n",
		  "#define M\n#ifdef M\n#define g x\n#endif\n", 1 },
		{ "#ifdef M\n#define h x\n#endif\n#define M\nint g(void);\n",
		  "int g(void);\n#define M\n#ifdef M\n#define h x\n#endif\n",
		  0 },
		/* what has no names */
		{ "#ifdef M\n#include <x.h>\n#endif\n",
		  "#ifdef N\n#include <x.h>\n#endif\n", -1 },
		{ "#ifdef M\n#error\n#endif\n",
		  "#define M\n#ifdef M\n#error\n#endif\n", 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_free_ char *a = xasprintf("%s%s", cases[i].a, user);
		_cleanup_free_ char *b = xasprintf("%s%s", cases[i].b, user);

		if (reach(a, b) != cases[i].reach)
			fail_msg("%d instead of %d:\n%s", reach(a, b),
				 cases[i].reach, b);
	}
}

static void test_names_that_macros_put_together(void **state)
{
	static const char text[] = "#define A(x) get_ ## x\n"
				   "#define B(x) x##_end\n#define C(x) a##x##z";
	struct words *words = calloc(4, sizeof(*words));
	struct words *pieces = words + 1, *parts = words + 2;
	static const char *const names[] = {
		"get_foo", "bar_end", "get_it_end", "abcz", "other"
	};
	static const char *const expected = " foo bar it it_end get_it bc";

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		words_add(words, &(struct token){ .text = names[i],
				.len = strlen(names[i]) });
	words_pieces(pieces, text, strlen(text));
	words_pasted(words, 0, words + 3, pieces, parts);
	map_for_each(&parts->ids, slot) {
		char part[16];

		snprintf(part, sizeof(part), " %s", (char *)slot->value);
		/* parameters of macros count as pieces, too */
		if (!strstr(expected, part) && !strstr(part, "bcz") &&
		    !strstr(part, "abc"))
			fail_msg("'%s' is no part", part);
	}
	assert_true(parts->ids.n >= 6);
	for (size_t i = 0; i < 4; i++)
		words_deinit(words + i);
	free(words);
}

static void test_names_behind_include(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	static const char text[] =
		"#include <linux/a.h>\n # include \"b.h\" /* x */\n"
		"#include_next <c.h>\n#include MACRO(x)\nint x; #include <no>\n"
		"#includes <no>\n#define X <no>\n#include \"broken\n";
	struct include_name *names;
	size_t n;

	(void)state;
	includes_scan(arena, text, strlen(text), &names, &n);
	assert_int_equal(n, 3);
	assert_string_equal(names[0].name, "linux/a.h");
	assert_false(names[0].quoted);
	assert_string_equal(names[1].name, "b.h");
	assert_true(names[1].quoted);
	assert_true(names[2].next && !strcmp(names[2].name, "c.h"));
}

static void test_paths_are_cleaned(void **state)
{
	static const char *const cases[][2] = {
		{ "a/b.h", "a/b.h" }, { "./a//./b.h", "a/b.h" },
		{ "a/../b.h", "b.h" }, { "a/b/../../c", "c" },
		{ "../a", "../a" }, { "a/../../b", "../b" },
		{ "/a/../b/", "/b" }, { "/", "/" }, { "a/..", "" },
		{ "../../a/../b", "../../b" },
	};
	_cleanup_arena_ struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(path_clean(arena, cases[i][0]),
				    cases[i][1]);
}

static void test_commands_of_make_n(void **state)
{
	static const char text[] =
		"make -f scripts/Makefile.build obj=fs\n"
		"set -e; trap 'rm -f fs/a.o' HUP; gcc-12 -Wp,-MMD,fs/.a.o.d "
		"-I/s/include -DKMEND_FORCE -DX='\"a\"' -c -o fs/a.o /s/fs/a.c "
		"  ; objtool fs/a.o; printf '%s' 'cmd_fs/a.o := gcc-12 "
		"-Wp,-MMD,fs/.a.o.d -DX='\\''\"a\"'\\'' -c -o fs/a.o /s/fs/a.c'\n"
		"gcc-12 -Wp,-MMD,fs/.a.o.d -DAGAIN -c -o fs/a.o /s/fs/a.c\n"
		"gcc-12 -c -o host.o host.c\n";
	_cleanup_arena_ struct arena *arena = arena_create();
	struct commands commands = {0};

	(void)state;
	commands_parse(arena, text, text + strlen(text), &commands);
	assert_int_equal(commands.list.n, 1);
	assert_string_equal(commands.list.v[0].target, "fs/a.o");
	assert_string_equal(commands.list.v[0].source, "/s/fs/a.c");
	assert_null(strstr(commands.list.v[0].text, "KMEND_FORCE"));
	assert_null(strstr(commands.list.v[0].text, "-MMD"));
	assert_non_null(strstr(commands.list.v[0].text, "-DX='\"a\"'"));
	commands_deinit(&commands);
}

static void test_a_command_for_the_overlay(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct overlay overlay;

	(void)state;
	overlay_init(&overlay, arena, "/k/source", "/o");
	assert_string_equal(overlay_command(&overlay,
		"gcc -I/k/source/a/../b -I /k/source/c -I./k "
		"-fmacro-prefix-map=/k/source/= -include /k/source/x.h "
		"-I/k/source2/y"),
		"gcc -I/o/b -I /o/c -I./k -fmacro-prefix-map=/o/= "
		"-include /o/x.h -I/k/source2/y");
	overlay_deinit(&overlay);
}

/* The findings for a Makefile with these lines, as "line line". */
static const char *judged(struct arena *arena, const char *const *lines)
{
	struct unidiff_file file = { .path = "fs/Makefile" };
	struct changes changes = {0};
	struct diags *diags = diags_create();
	const char *out = "";

	for (size_t i = 0; lines[i]; i++)
		vec_push(&file.changes, ((struct unidiff_line){
			.sign = *lines[i], .line = i + 1,
			.text = lines[i] + 1 }));
	vec_push(&changes.list, ((struct change){ .path = "fs/new.c",
						  .is_new = true }));
	vec_push(&changes.list, ((struct change){ .path = "fs/old.c",
						  .is_gone = true }));
	makefile_judge(&file, &changes, diags);
	vec_for_each(&diags->list, d)
		out = arena_printf(arena, "%s%.8s", out, d->what);
	vec_deinit(&file.changes);
	vec_deinit(&changes.list);
	diags_destroy(diags);
	return out;
}

#define JUDGED(...) judged(arena, (const char *const []){ __VA_ARGS__, NULL })

static void test_lines_of_makefiles(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();

	(void)state;
	assert_string_equal(JUDGED("+obj-y += new.o", "-obj-y += old.o"), "");
	assert_string_equal(JUDGED("-foo-objs := a.o b.o",
				   "+foo-objs := a.o b.o \\",
				   "+\tnew.o # the new one"), "");
	assert_string_equal(JUDGED("+foo-$(CONFIG_X) += new.o", "+"), "");
	assert_string_equal(JUDGED("+obj-y += other.o"), "line 1 c");
	assert_string_equal(JUDGED("-obj-y += new.o"), "line 1 c");
	assert_string_equal(JUDGED("+obj-y += new.o", "+ccflags-y += -DX"),
			    "line 2 c");
	assert_string_equal(JUDGED("+CFLAGS_new.o := -O0"), "line 1 c");
	assert_string_equal(JUDGED("-obj-y += a.o", "+obj-m += a.o"),
			    "line 1 cline 2 c");
}

static void test_lists_of_makefiles(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct makefile makefile;

	(void)state;
	makefile_read(arena, "obj-y := a.o b.o \\\n\tc.o # d.o\n"
		      "ccflags-y += e.o\nifdef X\nfoo-$(CONFIG_F)\t+= f.o\n",
		      &makefile);
	assert_string_equal(makefile_find(&makefile, "c.o")->name, "obj-y");
	assert_string_equal(makefile_find(&makefile, "f.o")->name,
			    "foo-$(CONFIG_F)");
	assert_null(makefile_find(&makefile, "d.o"));
	assert_null(makefile_find(&makefile, "e.o"));
	makefile_deinit(&makefile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_declaration_declares),
		cmocka_unit_test(test_conditionals_and_ends),
		cmocka_unit_test(test_a_change_reaches_those_that_mention_it),
		cmocka_unit_test(test_a_conditional_changes_what_is_in_it),
		cmocka_unit_test(test_names_that_macros_put_together),
		cmocka_unit_test(test_names_behind_include),
		cmocka_unit_test(test_paths_are_cleaned),
		cmocka_unit_test(test_commands_of_make_n),
		cmocka_unit_test(test_a_command_for_the_overlay),
		cmocka_unit_test(test_lines_of_makefiles),
		cmocka_unit_test(test_lists_of_makefiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
