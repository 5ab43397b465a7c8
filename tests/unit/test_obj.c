// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "elf/obj.h"

struct files {
	char *dir, *a, *b;
};

static int setup(void **state)
{
	struct files *f = xcalloc(1, sizeof(*f));

	assert_null(dir_make_temp("/tmp", "kmend-test", &f->dir));
	f->a = xasprintf("%s/a.o", f->dir);
	f->b = xasprintf("%s/b.o", f->dir);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct files *f = *state;
	_cleanup_err_ struct err *err = dir_remove(f->dir);

	free(f->dir);
	free(f->a);
	free(f->b);
	free(f);
	return err != NULL;
}

/* foo() calls bar() and reads the string in .rodata.str1.1. */
static struct obj *make_obj(void)
{
	static const uint8_t code[] = {
		0x48, 0xc7, 0xc7, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0, 0xc3,
	};
	struct obj *obj = obj_create("made");
	struct sec *text, *str;
	struct sym *bar;

	text = obj_add_sec(obj, ".text.foo", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, code, sizeof(code));
	str = obj_add_sec(obj, ".rodata.str1.1", SHT_PROGBITS,
			  SHF_ALLOC | SHF_MERGE | SHF_STRINGS, 1, "hi\0ho", 6);
	str->entsize = 1;
	obj_add_sec(obj, ".bss.x", SHT_NOBITS, SHF_ALLOC | SHF_WRITE, 8, NULL,
		    8);
	obj_add_sym(obj, "foo", STB_GLOBAL, STT_FUNC, text, 0, sizeof(code));
	bar = obj_add_sym(obj, "bar", STB_GLOBAL, STT_NOTYPE, NULL, 0, 0);
	sec_add_rela(text, 3, R_X86_64_32S, str->sym, 3);
	sec_add_rela(text, 8, R_X86_64_PLT32, bar, -4);
	return obj;
}

static void test_written_object_reads_back_the_same(void **state)
{
	struct files *f = *state;
	_cleanup_obj_ struct obj *made = make_obj();
	_cleanup_obj_ struct obj *read = NULL;
	_cleanup_arena_ struct arena *arena = arena_create();
	struct sec *text;

	assert_null(obj_write(made, f->a));
	assert_null(obj_read(f->a, &read));
	assert_string_equal(obj_dump(arena, made), obj_dump(arena, read));
	assert_non_null(obj_find_sym(read, "bar"));
	assert_null(obj_find_sym(read, "bar")->sec);
	text = obj_find_sec(read, ".text.foo");
	assert_ptr_equal(obj_find_sym(read, "foo")->sec, text);
	assert_ptr_equal(text->relas.v[0].sym->sec,
			 obj_find_sec(read, ".rodata.str1.1"));
	assert_int_equal(obj_find_sec(read, ".bss.x")->size, 8);
	assert_null(obj_find_sec(read, ".symtab"));
}

static void test_dump_is_canonical_text(void **state)
{
	_cleanup_obj_ struct obj *obj = make_obj();
	_cleanup_arena_ struct arena *arena = arena_create();

	(void)state;
	assert_string_equal(obj_dump(arena, obj),
		"section .text.foo PROGBITS ax align=16 size=13\n"
		"  0000 48c7 c700 0000 00e8 0000 0000 c3\n"
		"  rela 0x3 R_X86_64_32S .rodata.str1.1+0x3\n"
		"  rela 0x8 R_X86_64_PLT32 bar-0x4\n"
		"  sym func global foo+0x0 size=13\n"
		"section .rodata.str1.1 PROGBITS aMS align=1 size=6\n"
		"  0000 6869 0068 6f00\n"
		"section .bss.x NOBITS aw align=8 size=8\n"
		"undefined notype global bar\n");
}

static void test_prune_keeps_what_is_marked(void **state)
{
	_cleanup_obj_ struct obj *obj = make_obj();
	struct sec *str = obj_find_sec(obj, ".rodata.str1.1");

	(void)state;
	str->keep = true;
	str->sym->keep = true;
	obj_prune(obj);
	assert_int_equal(obj->secs.n, 1);
	assert_int_equal(obj->syms.n, 1);
	assert_ptr_equal(obj_find_sec(obj, ".rodata.str1.1"), str);
	assert_null(obj_find_sym(obj, "foo"));
}

static void test_every_truncation_is_an_error(void **state)
{
	struct files *f = *state;
	_cleanup_obj_ struct obj *made = make_obj();
	_cleanup_free_ char *bytes = NULL;
	size_t size;

	assert_null(obj_write(made, f->a));
	assert_null(file_read(f->a, &bytes, &size));
	for (size_t n = 0; n < size; n++) {
		_cleanup_err_ struct err *err = NULL;
		struct obj *obj = NULL;

		assert_null(file_write(f->b, bytes, n));
		err = obj_read(f->b, &obj);
		assert_non_null(err);
		assert_null(obj);
	}
}

/* Any byte may be wrong: an error or an object that holds together. */
static void test_no_wrong_byte_crashes_the_reader(void **state)
{
	static const uint8_t values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	struct files *f = *state;
	_cleanup_obj_ struct obj *made = make_obj();
	_cleanup_free_ char *bytes = NULL;
	size_t size, errors = 0;

	assert_null(obj_write(made, f->a));
	assert_null(file_read(f->a, &bytes, &size));
	for (size_t i = 0; i < size * ARRAY_LEN(values); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_obj_ struct obj *obj = NULL;
		_cleanup_err_ struct err *err = NULL;
		size_t at = i / ARRAY_LEN(values);
		char old = bytes[at];
		FILE *out = fopen(f->b, "w");

		bytes[at] = values[i % ARRAY_LEN(values)];
		assert_non_null(out);
		assert_int_equal(fwrite(bytes, 1, size, out), size);
		fclose(out);
		err = obj_read(f->b, &obj);
		if (!err)
			assert_non_null(obj_dump(arena, obj));
		errors += err != NULL;
		bytes[at] = old;
	}
	assert_true(errors > 100);
}

static void expect_error(struct files *f, const void *data, size_t size,
			 const char *text)
{
	_cleanup_err_ struct err *err = NULL;
	_cleanup_obj_ struct obj *obj = NULL;

	assert_null(file_write(f->b, data, size));
	err = obj_read(f->b, &obj);
	assert_non_null(err);
	if (!strstr(err_text(err), text))
		fail_msg("'%s' is not in '%s'", text, err_text(err));
}

static void test_errors_say_what_is_wrong(void **state)
{
	struct files *f = *state;
	_cleanup_obj_ struct obj *made = make_obj();
	_cleanup_free_ char *bytes = NULL;
	Elf64_Ehdr *eh;
	size_t size;

	assert_null(obj_write(made, f->a));
	assert_null(file_read(f->a, &bytes, &size));
	eh = (Elf64_Ehdr *)bytes;
	expect_error(f, "", 0, "not an ELF file");
	expect_error(f, "#!/bin/sh", 9, "not an ELF file");
	eh->e_type = ET_EXEC;
	expect_error(f, bytes, size, "not a relocatable object");
	eh->e_type = ET_REL;
	eh->e_machine = EM_AARCH64;
	expect_error(f, bytes, size, "not an x86-64 ELF file");
	eh->e_machine = EM_X86_64;
	eh->e_shoff = size + 1;
	expect_error(f, bytes, size, "are not in the file");
}

/* Indices do not fit into 16 bits any more: readers of others agree with ours. */
static void test_section_count_beyond_the_header_field(void **state)
{
	static const uint8_t call[] = { 0xe8, 0, 0, 0, 0, 0xc3 };
	struct files *f = *state;
	_cleanup_obj_ struct obj *made = obj_create("many");
	_cleanup_obj_ struct obj *read = NULL;
	_cleanup_free_ char *command = NULL;
	struct sym *far = NULL;
	struct sec *first;

	first = obj_add_sec(made, ".text.first", SHT_PROGBITS,
			    SHF_ALLOC | SHF_EXECINSTR, 1, call, sizeof(call));
	for (int i = 0; i < 0x10010; i++) {
		_cleanup_free_ char *name = xasprintf(".text.x%d", i);
		struct sec *sec = obj_add_sec(made, name, SHT_PROGBITS,
				SHF_ALLOC | SHF_EXECINSTR, 1, call + 5, 1);

		far = obj_add_sym(made, name + 6, STB_GLOBAL, STT_FUNC, sec, 0,
				  1);
	}
	sec_add_rela(first, 1, R_X86_64_PLT32, far, -4);
	assert_null(obj_write(made, f->a));
	assert_null(obj_read(f->a, &read));
	assert_int_equal(read->secs.n, made->secs.n);
	far = obj_find_sec(read, ".text.first")->relas.v[0].sym;
	assert_string_equal(far->name, "x65551");
	assert_string_equal(far->sec->name, ".text.x65551");
	command = xasprintf("ld -r -o %s %s", f->b, f->a);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
		T(test_written_object_reads_back_the_same),
		T(test_dump_is_canonical_text),
		T(test_prune_keeps_what_is_marked),
		T(test_every_truncation_is_an_error),
		T(test_no_wrong_byte_crashes_the_reader),
		T(test_errors_say_what_is_wrong),
		T(test_section_count_beyond_the_header_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
