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
#include "build/link.h"
#include "kmend_abi.h"

#define FUNCS	3
#define STRIDE	16

static const uint8_t jump[] = {
	0x48, 0xc7, 0x04, 0x24, 0, 0, 0, 0,	/* movq $0, (%rsp) */
	0xe9, 0, 0, 0, 0,			/* jmp */
};

/* A linked patch of FUNCS functions; @hints: of the jump in its entry. */
static struct obj *make_linked(size_t hints)
{
	static const uint8_t text[FUNCS * 32], hint[12] = { 0, 0, 0, 0, 8 };
	static const struct kmend_abi_func funcs[FUNCS];
	struct obj *obj = obj_create("made");
	struct sec *code, *sec, *jumps;
	char name[8] = "new0";

	code = obj_add_sec(obj, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, text, sizeof(text));
	jumps = obj_add_sec(obj, KMEND_ABI_SEC_JUMPS, SHT_PROGBITS,
			    SHF_ALLOC | SHF_EXECINSTR, 16, jump, sizeof(jump));
	sec_add_rela(jumps, 9, R_X86_64_PLT32,
		     obj_add_sym(obj, "thunk", STB_GLOBAL, STT_NOTYPE, NULL, 0,
				 0), -4);
	sec = obj_add_sec(obj, ".discard.unwind_hints", SHT_PROGBITS, 0, 1,
			  hint, sizeof(hint));
	sec_add_rela(sec, 0, R_X86_64_PC32, code->sym, 0);
	for (size_t i = 0; i < hints; i++) {
		uint8_t *data = arena_alloc(obj->arena, sec->size + 12);

		memcpy(data, sec->data, sec->size);
		memset(data + sec->size, 0, 12);
		data[sec->size + 4] = 8 + 8 * (uint8_t)i;
		sec_add_rela(sec, sec->size, R_X86_64_PC32, jumps->sym,
			     8 * (int64_t)i);
		sec->data = data;
		sec->size += 12;
	}
	sec = obj_add_sec(obj, KMEND_ABI_SEC_FUNCS, SHT_PROGBITS,
			  SHF_ALLOC | SHF_WRITE, 8, funcs, sizeof(funcs));
	for (size_t i = 0; i < FUNCS; i++) {
		name[3] = (char)('0' + i);
		obj_add_sym(obj, name, STB_LOCAL, STT_FUNC, code, i * 32, 32);
		sec_add_rela(sec, i * sizeof(*funcs) +
			     offsetof(struct kmend_abi_func, new_addr),
			     R_X86_64_64, code->sym, (int64_t)i * 32);
	}
	obj_add_sym(obj, KMEND_ABI_JUMP, STB_LOCAL, STT_NOTYPE, jumps, 0,
		    sizeof(jump));
	return obj;
}

static struct err *run(struct obj *made, struct obj **ret)
{
	_cleanup_free_ char *dir = NULL;
	_cleanup_free_ char *path = NULL;
	struct err *err;

	assert_null(dir_make_temp("/tmp", "kmend-test", &dir));
	path = xasprintf("%s/linked.o", dir);
	assert_null(obj_write(made, path));
	err = link_jumps(path);
	if (!err)
		assert_null(obj_read(path, ret));
	assert_null(dir_remove(dir));
	return err;
}

static const struct rela *rela_at(const struct sec *sec, uint64_t off)
{
	vec_for_each(&sec->relas, r)
		if (r->off == off)
			return r;
	fail_msg("%s has no relocation at %llu", sec->name,
		 (unsigned long long)off);
	return NULL;
}

static void test_each_function_has_a_jump_and_its_hints(void **state)
{
	_cleanup_obj_ struct obj *made = make_linked(2);
	_cleanup_obj_ struct obj *obj = NULL;
	struct sec *jumps, *hints, *funcs;
	const struct sym *sym;

	(void)state;
	assert_null(run(made, &obj));
	jumps = obj_find_sec(obj, KMEND_ABI_SEC_JUMPS);
	hints = obj_find_sec(obj, ".discard.unwind_hints");
	funcs = obj_find_sec(obj, KMEND_ABI_SEC_FUNCS);
	assert_int_equal(jumps->size, (FUNCS - 1) * STRIDE + sizeof(jump));
	assert_int_equal(hints->size, 12 * (1 + 2 * FUNCS));
	sym = obj_find_sym(obj, KMEND_ABI_JUMP);
	assert_non_null(sym);
	assert_int_equal(sym->size, jumps->size);
	for (size_t i = 0; i < FUNCS; i++) {
		const uint64_t at = i * STRIDE;
		const struct rela *r;

		assert_memory_equal(jumps->data + at, jump, sizeof(jump));
		r = rela_at(jumps, at + 4);
		assert_int_equal(r->type, R_X86_64_32S);
		assert_string_equal(r->sym->sec->name, ".text");
		assert_int_equal(r->addend, i * 32);
		assert_string_equal(rela_at(jumps, at + 9)->sym->name, "thunk");
		r = rela_at(funcs, i * sizeof(struct kmend_abi_func) +
			    offsetof(struct kmend_abi_func, jump));
		assert_int_equal(r->type, R_X86_64_PC32);
		assert_ptr_equal(r->sym->sec, jumps);
		assert_int_equal(r->addend, at);
		for (size_t h = 0; h < 2; h++) {
			const uint64_t off = 12 * (1 + 2 * i + h);

			r = rela_at(hints, off);
			assert_ptr_equal(r->sym->sec, jumps);
			assert_int_equal(r->addend, at + 8 * h);
			assert_int_equal(hints->data[off + 4], 8 + 8 * h);
		}
	}
}

static void test_another_jump_than_expected_is_an_error(void **state)
{
	_cleanup_obj_ struct obj *made = make_linked(1);
	struct obj *obj = NULL;
	_cleanup_err_ struct err *err = run(made, &obj);

	(void)state;
	assert_non_null(err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_function_has_a_jump_and_its_hints),
		cmocka_unit_test(test_another_jump_than_expected_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
