// SPDX-License-Identifier: GPL-2.0
/* Sizes of structs come out of BTF that lies in a kernel made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structs_have_sizes),
		cmocka_unit_test(test_without_types_nothing_is_known),
		cmocka_unit_test(test_damaged_types_are_none),
	};

	return cmocka_run_group_tests_name("types", tests, NULL, NULL);
}
