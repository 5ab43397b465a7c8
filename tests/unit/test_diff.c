// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "diff/diff.h"
#include "diff/lines.h"
#include "diff/model.h"
#include "kernel/facts.h"

/* call __fentry__; call helper; mov count(%rip),%eax; mov $IMM,%edi; ret */
static const uint8_t code[] = {
	0xe8, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0, 0x8b, 0x05, 0, 0, 0, 0,
	0xbf, 1, 0, 0, 0, 0xc3,
};

static struct sym *add_func(struct obj *obj, const char *sec_name,
			    const char *name, const void *bytes, size_t size)
{
	struct sec *sec = obj_add_sec(obj, sec_name, SHT_PROGBITS,
				      SHF_ALLOC | SHF_EXECINSTR, 16, bytes,
				      size);

	return obj_add_sym(obj, name, STB_LOCAL, STT_FUNC, sec, 0, size);
}

static void add_tables(struct obj *obj, struct sec *text)
{
	static const uint8_t zero[64];
	struct sec *mcount, *bug, *alt, *repl;

	mcount = obj_add_sec(obj, "__mcount_loc", SHT_PROGBITS, SHF_ALLOC, 1,
			     zero, 8);
	sec_add_rela(mcount, 0, R_X86_64_64, text->sym, 0);
	bug = obj_add_sec(obj, "__bug_table", SHT_PROGBITS,
			  SHF_ALLOC | SHF_WRITE, 1, zero, 12);
	sec_add_rela(bug, 0, R_X86_64_PC32, text->sym, 5);
	repl = obj_add_sec(obj, ".altinstr_replacement", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 1, "\x90\x90", 2);
	alt = obj_add_sec(obj, ".altinstructions", SHT_PROGBITS, SHF_ALLOC, 1,
			  "\0\0\0\0\0\0\0\0\1\0\5\2\0\0\0\0\0\0\0\0\2\0\5\0",
			  24);
	for (int i = 0; i < 2; i++) {
		sec_add_rela(alt, 12 * i, R_X86_64_PC32, text->sym, 5);
		sec_add_rela(alt, 12 * i + 4, R_X86_64_PC32, repl->sym,
			     2 * i);
	}
}

/* foo() as above, with @imm for IMM. */
static struct obj *make_obj(uint8_t imm)
{
	struct obj *obj = obj_create("made");
	uint8_t bytes[sizeof(code)];
	struct sym *foo, *helper, *fentry, *count;
	struct sec *bss;

	memcpy(bytes, code, sizeof(bytes));
	bytes[17] = imm;
	helper = add_func(obj, ".text.helper", "helper", "\xc3", 1);
	foo = add_func(obj, ".text.foo", "foo", bytes, sizeof(bytes));
	bss = obj_add_sec(obj, ".bss.count.3", SHT_NOBITS,
			  SHF_ALLOC | SHF_WRITE, 4, NULL, 0);
	bss->size = 4;
	count = obj_add_sym(obj, "count.3", STB_LOCAL, STT_OBJECT, bss, 0, 4);
	fentry = obj_add_sym(obj, "__fentry__", STB_GLOBAL, STT_NOTYPE, NULL,
			     0, 0);
	sec_add_rela(foo->sec, 1, R_X86_64_PLT32, fentry, -4);
	sec_add_rela(foo->sec, 6, R_X86_64_PC32, helper->sec->sym, -4);
	sec_add_rela(foo->sec, 12, R_X86_64_PC32, count->sec->sym, -4);
	add_tables(obj, foo->sec);
	return obj;
}

static void test_names(void **state)
{
	static const struct {
		const char *name, *base;
		bool numbered, made, cold;
		size_t stem;
	} cases[] = {
		{ "foo", "foo", false, false, false, 3 },
		{ "count.1", "count", true, false, false, 7 },
		{ "count.1.2", "count", true, false, false, 9 },
		{ "a.b", "a.b", false, false, false, 3 },
		{ "foo.cold", "foo.cold", false, false, true, 3 },
		{ "foo.part.0", "foo.part", true, false, false, 3 },
		{ "foo.isra.0.cold", "foo.isra.cold", true, false, true, 3 },
		{ "foo.constprop.12", "foo.constprop", true, false, false,
		  3 },
		{ "foo.colder", "foo.colder", false, false, false, 3 },
		{ "__func__.7", "__func__", true, true, false, 10 },
		{ "CSWTCH.44", "CSWTCH", true, true, false, 9 },
		{ "CSWTCH", "CSWTCH", false, false, false, 6 },
		{ "__UNIQUE_ID_ddebug258.1", "__UNIQUE_ID_ddebug", true, false,
		  false, 23 },
		{ ".cold", ".cold", false, false, false, 5 },
		{ "", "", false, false, false, 0 },
	};
	_cleanup_arena_ struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *name = cases[i].name;

		print_message("# %s\n", name);
		assert_string_equal(name_base(arena, name), cases[i].base);
		assert_int_equal(name_is_numbered(name), cases[i].numbered);
		assert_int_equal(name_is_made(name), cases[i].made);
		assert_int_equal(name_is_cold(name), cases[i].cold);
		assert_int_equal(name_stem(name), cases[i].stem);
	}
}

static void test_instructions(void **state)
{
	static const struct {
		const char *bytes;
		uint8_t size, len, rel, disp;
	} cases[] = {
		{ "\xe8\1\0\0\0", 5, 5, 1, 0 },		/* call */
		{ "\x0f\x84\1\0\0\0", 6, 6, 2, 0 },	/* je */
		{ "\xeb\2", 2, 2, 1, 0 },		/* jmp short */
		{ "\x83\x3d\0\0\0\0\1", 7, 7, 0, 2 },	/* cmpl $1, x */
		{ "\x48\x8b\x05\0\0\0\0", 7, 7, 0, 3 },
		{ "\xc3", 1, 1, 0, 0 },
		{ "\xe8\1\0", 3, 0, 0, 0 },		/* cut off */
		{ "\x06", 1, 0, 0, 0 },			/* not in 64 bit */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct insn insn;
		bool ok = insn_decode((const uint8_t *)cases[i].bytes,
				      cases[i].size, &insn);

		assert_int_equal(ok, cases[i].len != 0);
		assert_int_equal(insn.len, cases[i].len);
		assert_int_equal(insn.rel_off, cases[i].rel);
		assert_int_equal(insn.disp_off, cases[i].disp);
	}
}

static struct diff_result *run(struct obj *a, struct obj *b,
			       const struct unit_map *map)
{
	const struct diff_options opt = {
		.unit = "unit.c", .object = "vmlinux", .map = map,
	};
	struct diff_result *result = NULL;

	assert_null(diff_run(a, b, &opt, &result));
	assert_non_null(result);
	return result;
}

static struct unit_sym syms[] = {
	{ .name = "foo", .addr = 0xffffffff81000100, .size = 24, .func = true,
	  .in_kallsyms = true },
	{ .name = "helper", .addr = 0xffffffff81000200, .size = 1,
	  .sympos = 2, .func = true,
	  .in_kallsyms = true },
	{ .name = "count.3", .addr = 0xffffffff82000000, .size = 4,
	  .in_kallsyms = true },
};

static void map_make(struct unit_map *map, size_t n)
{
	*map = (struct unit_map){ .object = "vmlinux" };
	for (size_t i = 0; i < n; i++)
		map_put(&map->by_name, syms[i].name, &syms[i]);
}

static void test_symbols_are_named_by_the_map(void **state)
{
	_cleanup_obj_ struct obj *a = make_obj(1), *b = make_obj(2);
	struct diff_result *result;
	struct unit_map map;
	uint32_t old_size;

	(void)state;
	map_make(&map, ARRAY_LEN(syms));
	result = run(a, b, &map);
	assert_non_null(result->out);
	assert_int_equal(result->funcs.n, 1);
	assert_string_equal(result->funcs.v[0].name, "foo");
	assert_non_null(obj_find_sym(result->out,
		".kmend.sym.vmlinux.0.ffffffff81000100.foo"));
	assert_non_null(obj_find_sym(result->out,
		".kmend.sym.vmlinux.2.ffffffff81000200.helper"));
	assert_non_null(obj_find_sym(result->out,
		".kmend.sym.vmlinux.0.ffffffff82000000.count.3"));
	memcpy(&old_size, obj_find_sec(result->out, ".kmend.funcs")->data + 32,
	       sizeof(old_size));
	assert_int_equal(old_size, 24);
	diff_result_destroy(result);
	map_deinit(&map.by_name);
}

static void test_what_the_map_does_not_know_is_refused(void **state)
{
	_cleanup_obj_ struct obj *a = make_obj(1), *b = make_obj(2);
	struct diff_result *result;
	struct unit_map map;

	(void)state;
	map_make(&map, ARRAY_LEN(syms) - 1);
	result = run(a, b, &map);
	assert_null(result->out);
	assert_int_equal(result->diags->list.n, 1);
	assert_string_equal(result->diags->list.v[0].code, "KM014");
	assert_string_equal(result->diags->list.v[0].symbol, "count.3");
	diff_result_destroy(result);
	map_deinit(&map.by_name);
}

static void test_what_the_core_could_not_find_is_refused(void **state)
{
	static const struct {
		bool in_kallsyms, elsewhere;
		const char *says;
	} cases[] = {
		{ false, false, "does not know it by name" },
		{ true, true, "uses another definition" },
	};
	struct unit_sym helper = syms[1];
	struct unit_map map;

	(void)state;
	map_make(&map, ARRAY_LEN(syms));
	map_put(&map.by_name, "helper", &helper);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_obj_ struct obj *a = make_obj(1), *b = make_obj(2);
		struct diff_result *result;

		helper.in_kallsyms = cases[i].in_kallsyms;
		helper.elsewhere = cases[i].elsewhere;
		result = run(a, b, &map);
		assert_null(result->out);
		assert_int_equal(result->diags->list.n, 1);
		assert_string_equal(result->diags->list.v[0].code, "KM014");
		assert_non_null(strstr(result->diags->list.v[0].what,
				       cases[i].says));
		diff_result_destroy(result);
	}
	map_deinit(&map.by_name);
}

/* For a kernel, a hook that nobody calls is worse than none. */
static void test_hooks_for_kpatch_are_refused(void **state)
{
	_cleanup_obj_ struct obj *a = make_obj(1), *b = make_obj(2);
	static const uint8_t pointer[8];
	struct diff_result *result;
	struct unit_map map;
	struct sec *sec;

	(void)state;
	sec = obj_add_sec(b, ".kpatch.callbacks.pre_patch", SHT_PROGBITS,
			  SHF_ALLOC | SHF_WRITE, 8, pointer, sizeof(pointer));
	obj_add_sym(b, "hook", STB_LOCAL, STT_OBJECT, sec, 0, sizeof(pointer));
	sec_add_rela(sec, 0, R_X86_64_64, obj_find_sym(b, "helper"), 0);
	map_make(&map, ARRAY_LEN(syms));
	result = run(a, b, &map);
	assert_null(result->out);
	assert_int_equal(result->diags->list.n, 1);
	assert_string_equal(result->diags->list.v[0].code, "KM024");
	assert_int_equal(result->diags->list.v[0].level, DIAG_REFUSE);
	assert_string_equal(result->diags->list.v[0].symbol, "hook");
	diff_result_destroy(result);
	map_deinit(&map.by_name);
}

static void test_same_inputs_same_output(void **state)
{
	_cleanup_obj_ struct obj *a = make_obj(1), *b = make_obj(2);
	_cleanup_obj_ struct obj *same = make_obj(1);
	_cleanup_arena_ struct arena *arena = arena_create();
	struct diff_result *x, *y;

	(void)state;
	x = run(a, b, NULL);
	y = run(a, b, NULL);
	assert_string_equal(obj_dump(arena, x->out), obj_dump(arena, y->out));
	diff_result_destroy(x);
	diff_result_destroy(y);
	x = run(a, same, NULL);
	assert_null(x->out);
	assert_int_equal(x->funcs.n, 0);
	diff_result_destroy(x);
}

/* An object with one byte wrong: any result, as long as there is one. */
static void run_wrong(const char *path, const char *bytes, size_t size)
{
	_cleanup_obj_ struct obj *a = make_obj(1), *b = NULL;
	_cleanup_err_ struct err *err = NULL;
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, size, out), size);
	fclose(out);
	err = obj_read(path, &b);
	if (err)
		return;
	diff_result_destroy(run(a, b, NULL));
	diff_result_destroy(run(b, a, NULL));
}

static void test_no_wrong_byte_crashes_the_passes(void **state)
{
	static const uint8_t values[] = { 0x00, 0x01, 0x04, 0x7f, 0xff };
	_cleanup_dir_temp_ char *dir = NULL;
	_cleanup_obj_ struct obj *made = make_obj(2);
	_cleanup_free_ char *path = NULL, *bytes = NULL;
	size_t size;

	(void)state;
	assert_null(dir_make_temp("/tmp", "kmend-test", &dir));
	path = xasprintf("%s/x.o", dir);
	assert_null(obj_write(made, path));
	assert_null(file_read(path, &bytes, &size));
	for (size_t at = sizeof(Elf64_Ehdr); at < size; at++)
		for (size_t i = 0; i < ARRAY_LEN(values); i++) {
			char old = bytes[at];

			bytes[at] = values[i];
			run_wrong(path, bytes, size);
			bytes[at] = old;
		}
}

static void test_damaged_line_tables_are_left_out(void **state)
{
	static const uint8_t table[] = {
		0x1d, 0, 0, 0, 4, 0, 0x0d, 0, 0, 0, 1, 1, 1, 0xfb, 14, 5,
		0, 1, 1, 1, 0, 0, 0,		/* no directories, no files */
		0, 9, 2, 0, 0, 0, 0, 0, 0, 0, 0,
	};
	_cleanup_obj_ struct obj *obj = obj_create("made");
	struct sec *sec;

	(void)state;
	for (size_t size = 0; size <= sizeof(table); size++) {
		sec = obj_add_sec(obj, ".debug_line", SHT_PROGBITS, 0, 1,
				  table, size);
		for (size_t i = 0; i < size * 4; i++) {
			struct lines lines = {0};
			uint8_t old = sec->data[i / 4];

			sec->data[i / 4] = old + (0x7f >> (i % 4));
			lines_read(sec, &lines);
			assert_int_equal(lines.rows.n, 0);
			vec_deinit(&lines.rows);
			sec->data[i / 4] = old;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_instructions),
		cmocka_unit_test(test_symbols_are_named_by_the_map),
		cmocka_unit_test(test_what_the_map_does_not_know_is_refused),
		cmocka_unit_test(test_what_the_core_could_not_find_is_refused),
		cmocka_unit_test(test_hooks_for_kpatch_are_refused),
		cmocka_unit_test(test_same_inputs_same_output),
		cmocka_unit_test(test_no_wrong_byte_crashes_the_passes),
		cmocka_unit_test(test_damaged_line_tables_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
