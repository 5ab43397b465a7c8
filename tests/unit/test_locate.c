// SPDX-License-Identifier: GPL-2.0
/* A small unit, linked into a small kernel, is found there and proved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fake_kernel.h"

/* Where the linker put things. */
#define A_TEXT (FAKE_TEXT + 0x100)
#define A_INIT (FAKE_TEXT + 0x300)
#define A_TWIN (FAKE_TEXT + 0x400)
#define A_FENTRY (FAKE_TEXT + 0x800)
#define A_STR (FAKE_TEXT + 0x1003)
#define A_DATA (FAKE_TEXT + 0x2040)
#define A_BSS (FAKE_TEXT + 0x2100)
#define A_JUMPS (FAKE_TEXT + 0x3010)

static const struct fake_place places[] = {
	{ ".text", A_TEXT },
	{ ".init.text", A_INIT },
	{ ".rodata.str1.1", A_STR },
	{ ".data", A_DATA },
	{ ".bss", A_BSS },
	{ ".data..percpu", 0x80 },
	{ "__jump_table", A_JUMPS },
	{ "__fentry__", A_FENTRY },
	{ "current_task", 0x40 },
	{ NULL, 0 },
};

/* Offsets in .text */
#define SHOW 0x00
#define SITE2 0x21	/* jump of two bytes to SLOW */
#define SITE5 0x23	/* and of five */
#define SLOW 0x30
#define HELPER 0x40
#define TEXT_SIZE 0x50

static const uint8_t text[TEXT_SIZE] = {
	0xe8, 0, 0, 0, 0,			/* 00 call __fentry__ */
	0xe8, 0, 0, 0, 0,			/* 05 call helper */
	0x48, 0xc7, 0xc7, 0, 0, 0, 0,		/* 0a mov $"two",%rdi */
	0x8b, 0x05, 0, 0, 0, 0,			/* 11 mov counter,%eax */
	0x65, 0x8b, 0x05, 0, 0, 0, 0,		/* 17 mov %gs:mine,%eax */
	0x31, 0xc0, 0x90,			/* 1e */
	0xeb, 0x0d,				/* 21 jmp 30 */
	0xe9, 0x08, 0, 0, 0,			/* 23 jmp 30 */
	0xe8, 0, 0, 0, 0,			/* 28 call optional */
	0xc3, 0xcc, 0xcc,			/* 2d */
	0x65, 0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0, /* 30 current_task */
	0xc3,					/* 39 */
	[HELPER] = 0x48, 0x8b, 0x05, 0, 0, 0, 0, /* 40 mov hidden,%rax */
	0xc3,					/* 47 */
};

struct world {
	struct facts *f;
	struct obj *o;
	struct sec *text, *init, *str, *data, *bss, *percpu, *jumps;
};

static void add_secs(struct world *w)
{
	const uint64_t ax = SHF_ALLOC | SHF_EXECINSTR;
	const uint64_t wa = SHF_ALLOC | SHF_WRITE;
	static const uint8_t init[] = { 0xbf, 0, 0, 0, 0, 0x31, 0xc0, 0xc3 };
	static const uint8_t zero[64];

	w->text = obj_add_sec(w->o, ".text", SHT_PROGBITS, ax, 16, text,
			      sizeof(text));
	w->init = obj_add_sec(w->o, ".init.text", SHT_PROGBITS, ax, 16, init,
			      sizeof(init));
	w->str = obj_add_sec(w->o, ".rodata.str1.1", SHT_PROGBITS,
			     SHF_ALLOC | SHF_MERGE | SHF_STRINGS, 1,
			     "one\0two", 8);
	w->str->entsize = 1;
	w->data = obj_add_sec(w->o, ".data", SHT_PROGBITS, wa, 32,
			      "initial values..", 16);
	w->bss = obj_add_sec(w->o, ".bss", SHT_NOBITS, wa, 8, NULL, 16);
	w->percpu = obj_add_sec(w->o, ".data..percpu", SHT_PROGBITS, wa, 8,
				zero, 16);
	w->jumps = obj_add_sec(w->o, "__jump_table", SHT_PROGBITS, wa, 8,
			       zero, 32);
}

/* One entry of the jump table; @flags 2: objtool shall write the nop. */
static void add_site(struct world *w, uint64_t at, uint64_t off, int flags)
{
	sec_add_rela(w->jumps, at, R_X86_64_PC32, w->text->sym, off);
	sec_add_rela(w->jumps, at + 4, R_X86_64_PC32, w->text->sym, SLOW);
	sec_add_rela(w->jumps, at + 8, R_X86_64_PC64, w->data->sym, 8 + flags);
}

static void add_relas(struct world *w)
{
	struct sym *fentry, *cur, *opt;

	fentry = obj_add_sym(w->o, "__fentry__", STB_GLOBAL, STT_NOTYPE, NULL,
			     0, 0);
	cur = obj_add_sym(w->o, "current_task", STB_GLOBAL, STT_NOTYPE, NULL,
			  0, 0);
	opt = obj_add_sym(w->o, "optional", STB_WEAK, STT_NOTYPE, NULL, 0, 0);
	sec_add_rela(w->text, 0x01, R_X86_64_PLT32, fentry, -4);
	sec_add_rela(w->text, 0x06, R_X86_64_PC32, w->text->sym, HELPER - 4);
	sec_add_rela(w->text, 0x0d, R_X86_64_32S, w->str->sym, 4);
	sec_add_rela(w->text, 0x13, R_X86_64_PC32, w->data->sym, 8 - 4);
	sec_add_rela(w->text, 0x1a, R_X86_64_PC32, w->percpu->sym, 8 - 4);
	sec_add_rela(w->text, 0x29, R_X86_64_PLT32, opt, -4);
	sec_add_rela(w->text, 0x35, R_X86_64_32S, cur, 0);
	sec_add_rela(w->text, 0x43, R_X86_64_PC32, w->bss->sym, 8 - 4);
	sec_add_rela(w->init, 0x01, R_X86_64_32, cur, 0);
	add_site(w, 0, SITE2, 2);
	add_site(w, 16, SITE5, 2);
}

static void add_syms(struct world *w)
{
	struct obj *o = w->o;

	obj_add_sym(o, "show", STB_GLOBAL, STT_FUNC, w->text, SHOW, 0x3a);
	obj_add_sym(o, "helper", STB_LOCAL, STT_FUNC, w->text, HELPER, 8);
	obj_add_sym(o, "setup", STB_LOCAL, STT_FUNC, w->init, 0, 8);
	obj_add_sym(o, "counter", STB_LOCAL, STT_OBJECT, w->data, 8, 8);
	obj_add_sym(o, "hidden", STB_LOCAL, STT_OBJECT, w->bss, 8, 8);
	obj_add_sym(o, "mine", STB_LOCAL, STT_OBJECT, w->percpu, 8, 8);
	obj_add_sym(o, ".LC0", STB_LOCAL, STT_NOTYPE, w->data, 0, 0);
}

/* "setup" and "hidden" are names that other units have as well. */
static void add_ksyms(struct facts *f)
{
	fake_sym(f, 'A', "current_task", 0x40);
	fake_sym(f, 'A', "mine", 0x88);
	fake_sym(f, 'T', "_text", FAKE_TEXT);
	fake_sym(f, 'T', "show", A_TEXT + SHOW);
	fake_sym(f, 't', "helper", A_TEXT + HELPER);
	fake_sym(f, 't', "setup", A_INIT);
	fake_sym(f, 't', "setup", A_TWIN);
	fake_sym(f, 'T', "__fentry__", A_FENTRY);
	fake_sym(f, 'T', "other", A_FENTRY + 0x10);
	fake_sym(f, 'D', "main_extable_sort_needed", A_DATA);
	fake_sym(f, 'd', "counter", A_DATA + 8);
	fake_sym(f, 'b', "hidden", A_BSS - 0x38);
	fake_sym(f, 'b', "hidden", A_BSS + 8);
	fake_sym(f, 'D', "__start___jump_table", A_JUMPS - 0x10);
	fake_sym(f, 'D', "__stop___jump_table", A_JUMPS + 0x40);
}

/* What objtool does to the linked kernel. */
static void rewrite_sites(struct facts *f)
{
	memcpy(fake_at(f, A_TEXT + SITE2, 2), "\x66\x90", 2);
	memcpy(fake_at(f, A_TEXT + SITE5, 5), "\x0f\x1f\x44\0\0", 5);
}

static void world_link(struct world *w)
{
	struct sec *secs[] = { w->text, w->init, w->data, w->percpu,
			       w->jumps };

	for (size_t i = 0; i < ARRAY_LEN(secs); i++)
		fake_link(w->f, secs[i], places);
	memcpy(fake_at(w->f, A_STR, 8), "one\0two", 8);
	memset(fake_at(w->f, A_TWIN, 8), 0x90, 8);
	rewrite_sites(w->f);
}

static int setup_world(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->f = fake_create();
	w->o = obj_create("unit.o");
	add_secs(w);
	add_syms(w);
	add_relas(w);
	add_ksyms(w->f);
	world_link(w);
	*state = w;
	return 0;
}

static int free_world(void **state)
{
	struct world *w = *state;

	facts_destroy(w->f);
	obj_destroy(w->o);
	free(w);
	return 0;
}

static struct unit_map *must_locate(struct world *w)
{
	struct unit_map *map = NULL;
	struct err *err = unit_locate(w->f, w->o, &map);

	if (err)
		fail_msg("%s", err_text(err));
	return map;
}

static void locate_ok(struct world *w)
{
	unit_map_destroy(must_locate(w));
}

/* It must fail, with @part in the message; nothing is returned. */
static void locate_fails(struct world *w, const char *part)
{
	struct unit_map *map = NULL;
	struct err *err = unit_locate(w->f, w->o, &map);

	assert_null(map);
	if (!err)
		fail_msg("no error, '%s' expected", part);
	if (!strstr(err_text(err), part))
		fail_msg("'%s' has no '%s'", err_text(err), part);
	err_destroy(err);
}

static void poke(struct world *w, uint64_t addr, const void *data, size_t size)
{
	memcpy(fake_at(w->f, addr, size), data, size);
}

static void check_sym(const struct unit_map *map, const char *name,
		      uint64_t addr, uint32_t sympos, bool func)
{
	const struct unit_sym *sym = unit_map_find(map, name);

	if (!sym)
		fail_msg("no '%s'", name);
	assert_string_equal(sym->name, name);
	assert_int_equal(sym->addr, addr);
	assert_int_equal(sym->sympos, sympos);
	assert_int_equal(sym->func, func);
	assert_int_equal(sym->percpu, !strcmp(name, "mine"));
	assert_int_equal(sym->in_kallsyms, name[0] != '.');
	assert_false(sym->elsewhere);
}

static void test_symbols_get_their_addresses(void **state)
{
	struct unit_map *map = must_locate(*state);

	assert_string_equal(map->object, "vmlinux");
	check_sym(map, "show", A_TEXT, 0, true);
	check_sym(map, "helper", A_TEXT + HELPER, 0, true);
	check_sym(map, "setup", A_INIT, 1, true);
	check_sym(map, "counter", A_DATA + 8, 0, false);
	check_sym(map, "hidden", A_BSS + 8, 2, false);
	check_sym(map, "mine", 0x88, 0, false);
	check_sym(map, ".LC0", A_DATA, 0, false);
	assert_int_equal(unit_map_find(map, "show")->size, 0x3a);
	assert_null(unit_map_find(map, "__fentry__"));
	assert_null(unit_map_find(map, "nothing"));
	unit_map_destroy(map);
}

/* No byte of what is compared may differ, relocations and nops included. */
static void test_every_single_byte_counts(void **state)
{
	struct { uint64_t addr, size; } parts[] = {
		{ A_TEXT, TEXT_SIZE }, { A_INIT, 8 }, { A_STR + 4, 4 },
		{ A_DATA, 16 }, { 0x80, 16 }, { A_JUMPS, 32 },
	};
	struct world *w = *state;
	uint8_t *p;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		for (uint64_t at = 0; at < parts[i].size; at++) {
			p = fake_at(w->f, parts[i].addr + at, 1);
			*p ^= 0x10;
			locate_fails(w, "'unit.o': ");
			*p ^= 0x10;
		}
	locate_ok(w);
}

static void test_difference_is_named(void **state)
{
	struct world *w = *state;

	poke(w, A_TEXT + 0x11, "\x8a", 1);
	locate_fails(w, "differs from the image at show+0x11: unit has 8b 05 "
		     "00 00 00 00 65 8b, image has 8a 05 ");
	locate_fails(w, "; show+0x11: 'mov (%rip), %eax' in the unit, 'mov ");
	poke(w, A_TEXT + 0x11, "\x8b", 1);
	poke(w, A_STR + 4, "TWO", 3);
	locate_fails(w, "show+0xd: leads to ");
}

static void test_relocation_must_lead_to_its_symbol(void **state)
{
	struct world *w = *state;
	uint32_t disp = A_FENTRY + 0x10 - (A_TEXT + 5);

	poke(w, A_TEXT + 1, &disp, 4);
	locate_fails(w, "show+0x1: '__fentry__' would be at "
		     "0xffffffff81000810, where kallsyms has no such name");
	disp = A_FENTRY - (A_TEXT + 5);
	poke(w, A_TEXT + 1, &disp, 4);
	facts_find(w->f, "__fentry__", 0);
	((struct ksym *)facts_find(w->f, "__fentry__", 0))->type = 't';
	locate_fails(w, "'__fentry__' would be at");
	w->text->relas.v[0].addend = INT64_MIN;	/* found by fuzzing */
	locate_fails(w, "'__fentry__' would be at");
}

static void test_name_elsewhere_is_refused(void **state)
{
	static const char *const names[] = { "show", "helper", "counter",
					     "mine", "current_task" };
	struct world *w = *state;
	struct ksym *sym;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		sym = (struct ksym *)facts_find(w->f, names[i], 0);
		sym->addr += 0x10;
		locate_fails(w, i ? "kallsyms has no such name" :
				    "differs from the image at show+0x0");
		sym->addr -= 0x10;
	}
	locate_ok(w);
}

static void test_other_kernels_unit_is_refused(void **state)
{
	struct world *w = *state;

	obj_add_sym(w->o, "brand_new", STB_GLOBAL, STT_FUNC, w->text, 0x3a, 1);
	locate_fails(w, "the image has no 'brand_new'");
}

/* "helper" has moved, because "show" is another one: say where it begins. */
static void test_first_difference_is_told_though_names_moved(void **state)
{
	struct world *w = *state;

	((struct ksym *)facts_find(w->f, "helper", 0))->addr += 0x10;
	poke(w, A_TEXT + 0x12, "\x0d", 1);
	locate_fails(w, "differs from the image at show+0x12: unit has 05");
	/* a byte in the middle of an instruction */
	locate_fails(w, "; show+0x11: 'mov (%rip), %eax' in the unit, "
		     "'mov ");
}

static void test_misaligned_place_is_refused(void **state)
{
	struct world *w = *state;

	w->text->align = 0x1000;
	locate_fails(w, "alignment");
}

/* Both "setup" could be ours by name: content decides, either way. */
static void test_content_decides_between_duplicates(void **state)
{
	struct world *w = *state;
	struct unit_map *map;
	uint8_t ours[8];

	memcpy(ours, fake_at(w->f, A_INIT, 8), 8);
	memset(fake_at(w->f, A_INIT, 8), 0x90, 8);
	locate_fails(w, "setup+0x0");
	poke(w, A_TWIN, ours, 8);
	map = must_locate(w);
	check_sym(map, "setup", A_TWIN, 2, true);
	unit_map_destroy(map);

	/* equal in both places: proved, but nobody knows which is ours */
	poke(w, A_INIT, ours, 8);
	map = must_locate(w);
	assert_null(unit_map_find(map, "setup"));
	unit_map_destroy(map);
}

/* ... unless something else leads there. */
static void test_a_reference_decides_between_equals(void **state)
{
	struct world *w = *state;
	struct unit_map *map;
	uint64_t addr = A_TWIN;

	poke(w, A_TWIN, fake_at(w->f, A_INIT, 8), 8);
	memset(w->data->data, 0, 8);
	sec_add_rela(w->data, 0, R_X86_64_64, w->init->sym, 0);
	poke(w, A_DATA, &addr, 8);
	map = must_locate(w);
	check_sym(map, "setup", A_TWIN, 2, true);
	unit_map_destroy(map);
}

static void test_jump_may_be_kept(void **state)
{
	struct world *w = *state;

	poke(w, A_TEXT + SITE2, text + SITE2, 2);
	poke(w, A_TEXT + SITE5, text + SITE5, 5);
	locate_ok(w);
}

/* The unit went through objtool, the image did not. */
static void test_rewrite_is_allowed_both_ways(void **state)
{
	struct world *w = *state;
	uint8_t *data = w->text->data;

	poke(w, A_TEXT + SITE2, text + SITE2, 2);
	poke(w, A_TEXT + SITE5, text + SITE5, 5);
	memcpy(data + SITE2, "\x66\x90", 2);
	memcpy(data + SITE5, "\x0f\x1f\x44\0\0", 5);
	locate_ok(w);
	*fake_at(w->f, A_TEXT + SITE2 + 1, 1) += 1;
	locate_fails(w, "show+0x21: unit has 66 90");
	*fake_at(w->f, A_TEXT + SITE2 + 1, 1) -= 1;
	*fake_at(w->f, A_TEXT + SITE5 + 1, 1) += 1;
	locate_fails(w, "show+0x23: unit has 0f 1f 44 00 00");
}

static void test_rewrite_needs_a_marked_key(void **state)
{
	struct world *w = *state;

	w->jumps->relas.v[2].addend -= 2;
	fake_link(w->f, w->jumps, places);
	locate_fails(w, "show+0x21: unit has eb 0d");
	w->jumps->relas.v[2].addend += 2;
	w->jumps->relas.v[5].addend -= 2;
	fake_link(w->f, w->jumps, places);
	locate_fails(w, "show+0x23: unit has e9 08 00 00 00");
}

static void test_rewrite_needs_an_entry_there(void **state)
{
	struct world *w = *state;

	w->jumps->relas.v[0].addend = SITE2 - 1;
	fake_link(w->f, w->jumps, places);
	locate_fails(w, "show+0x21: unit has eb 0d");
}

static void test_rewritten_jump_must_lead_where_the_table_says(void **state)
{
	struct world *w = *state;

	w->jumps->relas.v[1].addend = SLOW + 1;
	fake_link(w->f, w->jumps, places);
	locate_fails(w, "show+0x21: unit has eb 0d");
}

static void test_only_nops_of_the_same_size(void **state)
{
	struct world *w = *state;

	poke(w, A_TEXT + SITE5, "\x66\x66\x66\x66\x90", 5);
	locate_fails(w, "show+0x23");
	poke(w, A_TEXT + SITE5, "\x66\x90\x66\x90\x90", 5);
	locate_fails(w, "show+0x23");
}

/* The kernel took another unit's definition of a weak function. */
/* sorttable puts out one flag in the linked kernel, and nothing else. */
static void test_flag_of_sorttable_may_be_out(void **state)
{
	struct world *w = *state;

	memcpy(w->data->data, "\1\0\0\0", 4);
	poke(w, A_DATA, "\0\0\0\0", 4);
	locate_fails(w, "unit has 01 00 00 00");
	obj_add_sym(w->o, "main_extable_sort_needed", STB_GLOBAL, STT_OBJECT,
		    w->data, 0, 4);
	locate_ok(w);
	poke(w, A_DATA, "\2\0\0\0", 4);
	locate_fails(w, "unit has 01 00 00 00");
	poke(w, A_DATA, "\0\0\0\0", 4);
	memcpy(w->data->data, "\3\0\0\0", 4);
	locate_fails(w, "unit has 03 00 00 00");
}

static void test_weak_symbol_may_be_elsewhere(void **state)
{
	struct world *w = *state;
	const struct unit_sym *sym;
	struct unit_map *map;

	obj_add_sym(w->o, "other", STB_WEAK, STT_FUNC, w->text, 0x3a, 1);
	map = must_locate(w);
	sym = unit_map_find(map, "other");
	assert_non_null(sym);
	assert_true(sym->elsewhere);
	assert_int_equal(sym->addr, A_FENTRY + 0x10);
	unit_map_destroy(map);
	fake_sym(w->f, 'W', "own", A_TEXT + 0x3a);
	obj_add_sym(w->o, "own", STB_WEAK, STT_FUNC, w->text, 0x3a, 1);
	map = must_locate(w);
	check_sym(map, "own", A_TEXT + 0x3a, 0, true);
	unit_map_destroy(map);
}

static void test_damaged_units_are_refused(void **state)
{
	struct world *w = *state;
	struct rela *rela = &w->text->relas.v[0];

	rela->type = R_X86_64_GOT32;
	locate_fails(w, "R_X86_64_GOT32 is not understood");
	rela->type = R_X86_64_PLT32;
	w->text->relas.v[1].off = 2;
	locate_fails(w, "relocations overlap");
	w->text->relas.v[1].off = 6;
	w->text->relas.v[2].addend = 8;
	locate_fails(w, "leads out of section '.rodata.str1.1'");
	w->text->relas.v[2].addend = 4;
	w->jumps->size = 24;
	locate_fails(w, "not a table of jump entries");
	w->jumps->size = 32;
	w->jumps->relas.v[0].addend = 0x7000;
	locate_fails(w, "leads out of the unit");
	w->jumps->relas.v[0].addend = SITE2;
	w->jumps->relas.v[1].off = 5;
	locate_fails(w, "not a jump entry");
}

static void test_nothing_is_an_empty_map(void **state)
{
	struct world *w = *state;
	struct unit_map *map = NULL;
	struct obj *o = obj_create("empty.o");

	assert_null(unit_locate(w->f, o, &map));
	assert_int_equal(map->by_name.n, 0);
	unit_map_destroy(map);
	unit_map_destroy(NULL);
	obj_destroy(o);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup_world, free_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_symbols_get_their_addresses),
		TEST(test_every_single_byte_counts),
		TEST(test_difference_is_named),
		TEST(test_relocation_must_lead_to_its_symbol),
		TEST(test_name_elsewhere_is_refused),
		TEST(test_other_kernels_unit_is_refused),
		TEST(test_first_difference_is_told_though_names_moved),
		TEST(test_misaligned_place_is_refused),
		TEST(test_content_decides_between_duplicates),
		TEST(test_a_reference_decides_between_equals),
		TEST(test_jump_may_be_kept),
		TEST(test_rewrite_is_allowed_both_ways),
		TEST(test_rewrite_needs_a_marked_key),
		TEST(test_rewrite_needs_an_entry_there),
		TEST(test_rewritten_jump_must_lead_where_the_table_says),
		TEST(test_only_nops_of_the_same_size),
		TEST(test_flag_of_sorttable_may_be_out),
		TEST(test_weak_symbol_may_be_elsewhere),
		TEST(test_damaged_units_are_refused),
		TEST(test_nothing_is_an_empty_map),
	};

	return cmocka_run_group_tests_name("locate", tests, NULL, NULL);
}
