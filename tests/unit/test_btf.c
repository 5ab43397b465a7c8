// SPDX-License-Identifier: GPL-2.0
/* Sizes of structs come out of BTF that lies in a kernel made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diff/diff.h"
#include "fake_btf.h"
#include "fake_kernel.h"
#include "kernel/btf.h"

#define BTF_AT (FAKE_TEXT + 0x1008)

static struct facts *make_facts(const void *btf, uint32_t size)
{
	struct facts *f = fake_create();

	memcpy(fake_at(f, BTF_AT, size), btf, size);
	fake_sym(f, 'R', "__start_BTF", BTF_AT);
	fake_sym(f, 'R', "__stop_BTF", BTF_AT + size);
	f->types = btf_types_create();
	return f;
}

static void test_structs_have_sizes(void **state)
{
	uint32_t size;
	void *btf = fake_btf(&size);
	struct facts *f = make_facts(btf, size);

	(void)state;
	for (int again = 0; again < 2; again++) {
		assert_int_equal(facts_struct_size(f, "alt_instr"), 14);
		assert_int_equal(facts_struct_size(f, "jump_entry"), 16);
		assert_int_equal(facts_struct_size(f, "same"), 24);
		assert_int_equal(facts_struct_size(f, "twin"), 0);
		assert_int_equal(facts_struct_size(f, "int"), 0);
		assert_int_equal(facts_struct_size(f, "nothing"), 0);
	}
	facts_destroy(f);
	free(btf);
}

static void test_without_types_nothing_is_known(void **state)
{
	struct facts *f = fake_create();

	(void)state;
	assert_int_equal(facts_struct_size(f, "alt_instr"), 0);
	f->types = btf_types_create();
	assert_int_equal(facts_struct_size(f, "alt_instr"), 0);
	facts_destroy(f);
}

static void test_damaged_types_are_none(void **state)
{
	uint32_t size;
	uint8_t *btf = fake_btf(&size);
	struct facts *f;

	(void)state;
	for (uint32_t i = 0; i < size; i++) {
		btf[i] ^= 0xff;
		f = make_facts(btf, i % 3 ? size : i);
		facts_struct_size(f, "alt_instr");
		facts_destroy(f);
		btf[i] ^= 0xff;
	}
	btf[0]++;
	f = make_facts(btf, size);
	assert_int_equal(facts_struct_size(f, "alt_instr"), 0);
	facts_destroy(f);
	free(btf);
}

/* A function that ftrace can redirect, with one entry of 16 bytes about it. */
static struct obj *bug_object(uint8_t value)
{
	/* call __fentry__; mov $value, %eax; ud2; ret */
	const uint8_t code[] = { 0xe8, 0, 0, 0, 0, 0xb8, value, 0, 0, 0,
				 0x0f, 0x0b, 0xc3 };
	static const uint8_t entry[16];
	struct obj *o = obj_create("bug.o");
	struct sec *text, *bugs;

	text = obj_add_sec(o, ".text.f", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, code, sizeof(code));
	bugs = obj_add_sec(o, "__bug_table", SHT_PROGBITS,
			   SHF_ALLOC | SHF_WRITE, 1, entry, 16);
	obj_add_sym(o, "f", STB_GLOBAL, STT_FUNC, text, 0, sizeof(code));
	sec_add_rela(text, 1, R_X86_64_PLT32,
		     obj_add_sym(o, "__fentry__", STB_GLOBAL, STT_NOTYPE, NULL,
				 0, 0), -4);
	sec_add_rela(bugs, 0, R_X86_64_PC32, text->sym, 10);
	return o;
}

static bool bug_is_refused(const struct facts *f, uint32_t given)
{
	_cleanup_obj_ struct obj *a = bug_object(1), *b = bug_object(2);
	const struct diff_entry_size size = { "__bug_table", given };
	const struct diff_options opt = {
		.unit = "bug.c", .object = "vmlinux", .facts = f,
		.sizes = &size, .n_sizes = !!given,
	};
	struct diff_result *result = NULL;
	bool refused;

	assert_null(diff_run(a, b, &opt, &result));
	refused = diags_refuse(result->diags);
	diff_result_destroy(result);
	return refused;
}

/* What the user says comes before the kernel's types and what we know. */
static void test_entries_have_the_size_of_the_kernel(void **state)
{
	uint32_t size;
	void *btf = fake_btf(&size);
	struct facts *f = make_facts(btf, size);

	(void)state;
	assert_int_equal(facts_struct_size(f, "bug_entry"), 16);
	assert_false(bug_is_refused(f, 0));
	assert_false(bug_is_refused(NULL, 16));
	assert_true(bug_is_refused(NULL, 12));
	assert_true(bug_is_refused(f, 12));
	facts_destroy(f);
	free(btf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structs_have_sizes),
		cmocka_unit_test(test_without_types_nothing_is_known),
		cmocka_unit_test(test_damaged_types_are_none),
		cmocka_unit_test(test_entries_have_the_size_of_the_kernel),
	};

	return cmocka_run_group_tests_name("types", tests, NULL, NULL);
}
