// SPDX-License-Identifier: GPL-2.0
/* A unit is found in the module that was made of it and another one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "kernel/locate_ko.h"

static const uint8_t code[] = {
	0xe8, 0, 0, 0, 0,		/* 00 call __fentry__ */
	0xe8, 0, 0, 0, 0,		/* 05 call helper */
	0x8b, 0x05, 0, 0, 0, 0,		/* 0a mov counter,%eax */
	0x48, 0xc7, 0xc7, 0, 0, 0, 0,	/* 10 mov $"two",%rdi */
	0xe8, 0, 0, 0, 0,		/* 17 call shared */
	0xc3, 0xcc, 0xcc, 0xcc,		/* 1c */
	0x31, 0xc0, 0xc3, 0xcc,		/* 20 helper */
};

/* Where the unit's parts are in the module. */
#define TEXT_AT 0x10
#define DATA_AT 8
#define STR_AT 6

struct world {
	struct obj *ko, *unit;
	struct sec *ko_text, *ko_data;
};

/*
 * The same for the unit (all at 0) and the module. The module defines what
 * the unit takes from the other unit.
 */
static struct sec *add_parts(struct obj *o, uint64_t at, uint64_t data_at,
			     uint64_t str_at, struct sec **ret_data)
{
	static const char strings[] = "other\0one\0two";
	static const uint8_t values[16] = "AAAAAAAABBBBBBBB";
	bool ko = at;
	uint8_t bytes[sizeof(code) + TEXT_AT];
	struct sec *text, *data, *str;
	struct sym *fentry, *shared;

	memset(bytes, 0x90, sizeof(bytes));
	memcpy(bytes + at, code, sizeof(code));
	text = obj_add_sec(o, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, bytes,
			   at + sizeof(code));
	data = obj_add_sec(o, ".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, 8,
			   values + 8 - data_at, data_at + 8);
	str = obj_add_sec(o, ".rodata.str1.1", SHT_PROGBITS,
			  SHF_ALLOC | SHF_MERGE | SHF_STRINGS, 1,
			  strings + STR_AT - str_at, 8 + str_at);
	str->entsize = 1;
	if (ko) {
		obj_add_sym(o, "helper", STB_LOCAL, STT_FUNC, text, 0, 4);
		obj_add_sym(o, "counter", STB_LOCAL, STT_OBJECT, data, 0, 8);
	}
	obj_add_sym(o, "helper", STB_LOCAL, STT_FUNC, text, at + 0x20, 3);
	obj_add_sym(o, "counter", STB_LOCAL, STT_OBJECT, data, data_at, 8);
	obj_add_sym(o, "show", STB_GLOBAL, STT_FUNC, text, at, 0x1d);
	fentry = obj_add_sym(o, "__fentry__", STB_GLOBAL, STT_NOTYPE, NULL, 0,
			     0);
	shared = obj_add_sym(o, "shared", STB_GLOBAL, STT_FUNC,
			     ko ? text : NULL, 0, ko ? 4 : 0);
	sec_add_rela(text, at + 0x01, R_X86_64_PLT32, fentry, -4);
	sec_add_rela(text, at + 0x06, R_X86_64_PC32, text->sym, at + 0x1c);
	sec_add_rela(text, at + 0x0c, R_X86_64_PC32, data->sym, data_at - 4);
	sec_add_rela(text, at + 0x13, R_X86_64_32S, str->sym, str_at + 4);
	sec_add_rela(text, at + 0x18, R_X86_64_PLT32, shared, -4);
	*ret_data = data;
	return text;
}

static int setup_world(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct sec *data;

	w->ko = obj_create("dir/my-mod.ko.xz");
	w->ko->bytes = 4096;
	w->unit = obj_create("unit.o");
	w->ko_text = add_parts(w->ko, TEXT_AT, DATA_AT, STR_AT, &w->ko_data);
	add_parts(w->unit, 0, 0, 0, &data);
	*state = w;
	return 0;
}

static int free_world(void **state)
{
	struct world *w = *state;

	obj_destroy(w->ko);
	obj_destroy(w->unit);
	free(w);
	return 0;
}

static void locate_fails(struct world *w, const char *part)
{
	struct unit_map *map = NULL;
	struct err *err = unit_locate_ko(w->ko, w->unit, &map);

	assert_null(map);
	if (!err)
		fail_msg("no error, '%s' expected", part);
	if (!strstr(err_text(err), part))
		fail_msg("'%s' has no '%s'", err_text(err), part);
	err_destroy(err);
}

static struct unit_map *must_locate(struct world *w)
{
	struct unit_map *map = NULL;
	struct err *err = unit_locate_ko(w->ko, w->unit, &map);

	if (err)
		fail_msg("%s", err_text(err));
	return map;
}

static void check_sym(const struct unit_map *map, const char *name,
		      const char *section, uint64_t off, uint32_t sympos)
{
	const struct unit_sym *sym = unit_map_find(map, name);

	assert_non_null(sym);
	assert_string_equal(sym->section, section);
	assert_int_equal(sym->addr, off);
	assert_int_equal(sym->sympos, sympos);
	assert_true(sym->in_kallsyms);
}

static void test_symbols_are_found(void **state)
{
	struct unit_map *map = must_locate(*state);

	assert_string_equal(map->object, "my_mod");
	check_sym(map, "show", ".text", TEXT_AT, 0);
	check_sym(map, "helper", ".text", TEXT_AT + 0x20, 2);
	check_sym(map, "counter", ".data", DATA_AT, 2);
	assert_null(unit_map_find(map, "shared"));
	unit_map_destroy(map);
}

static bool in_field(const struct sec *sec, uint64_t off)
{
	vec_for_each(&sec->relas, rela)
		if (off >= rela->off && off < rela->off + 4)
			return true;
	return false;
}

static void test_every_byte_counts(void **state)
{
	struct world *w = *state;

	for (uint64_t i = TEXT_AT; i < w->ko_text->size; i++) {
		if (in_field(w->ko_text, i))
			continue;
		w->ko_text->data[i] ^= 0x10;
		locate_fails(w, "differs from the image at ");
		w->ko_text->data[i] ^= 0x10;
	}
	w->ko_data->data[DATA_AT]++;
	locate_fails(w, "'unit.o'");
	w->ko_data->data[DATA_AT]--;
	unit_map_destroy(must_locate(w));
}

static void test_every_relocation_counts(void **state)
{
	struct world *w = *state;

	vec_for_each(&w->ko_text->relas, rela) {
		rela->addend += 2;
		locate_fails(w, "differs from the image at show");
		rela->addend -= 2;
	}
	unit_map_destroy(must_locate(w));
}

static void test_other_module_is_refused(void **state)
{
	struct world *w = *state;

	vec_for_each(&w->ko->syms, p)
		if (!strcmp((*p)->name, "show"))
			(*p)->name = "hide";
	locate_fails(w, "the image has no 'show'");
}

static void test_damaged_module_is_an_error(void **state)
{
	struct world *w = *state;

	w->ko_text->relas.v[0].type = R_X86_64_GOTPCREL;
	locate_fails(w, "my-mod.ko.xz': '.text'+0x11: relocation ");
	w->ko_text->relas.v[0].type = R_X86_64_PLT32;
	w->ko_data->align = 1ull << 28;
	locate_fails(w, "alignment of its sections");
	w->ko_data->align = 1ull << 40;
	locate_fails(w, "section '.data' is too large");
	w->ko_data->align = 8;
	unit_map_destroy(must_locate(w));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_symbols_are_found),
		TEST(test_every_byte_counts),
		TEST(test_every_relocation_counts),
		TEST(test_other_module_is_refused),
		TEST(test_damaged_module_is_an_error),
	};

	return cmocka_run_group_tests_name("locate_ko", tests, NULL, NULL);
}
