// SPDX-License-Identifier: GPL-2.0
/* New pointers to functions of a kernel with and without endbr64. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "diff/diff.h"
#include "fake_kernel.h"
#include "kernel/ibt.h"

#define FUNC	(FAKE_TEXT + 0x100)
#define LIST	(FAKE_TEXT + 0x200)

static const uint8_t endbr64[] = { 0xf3, 0x0f, 0x1e, 0xfa };

struct kernel {
	bool has_list;		/* is it a kernel with IBT? */
	bool has_endbr, is_sealed;
};

static struct facts *make_kernel(const struct kernel *kernel)
{
	struct facts *f = fake_create();
	const int32_t list[] = {
		0x40, kernel->is_sealed ? (int32_t)(FUNC - LIST - 4) : 0x40,
	};

	fake_sym(f, 'T', "given", FUNC);
	if (kernel->has_endbr)
		memcpy(fake_at(f, FUNC, 4), endbr64, sizeof(endbr64));
	if (!kernel->has_list)
		return f;
	fake_sym(f, 'R', "__ibt_endbr_seal", LIST);
	fake_sym(f, 'R', "__ibt_endbr_seal_end", LIST + sizeof(list));
	memcpy(fake_at(f, LIST, sizeof(list)), list, sizeof(list));
	return f;
}

static const struct {
	struct kernel kernel;
	enum ibt ibt;
} cases[] = {
	{ { false, false, false }, IBT_CALLABLE },
	{ { false, true, false }, IBT_CALLABLE },
	{ { true, false, false }, IBT_ABSENT },
	{ { true, true, true }, IBT_SEALED },
	{ { true, true, false }, IBT_CALLABLE },
};

static void test_what_the_image_tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct facts *f = make_kernel(&cases[i].kernel);

		assert_int_equal(facts_ibt(f, FUNC), cases[i].ibt);
		assert_int_equal(facts_ibt(f, 0x1234), IBT_CALLABLE);
		facts_destroy(f);
	}
}

static void test_a_list_outside_the_image_is_none(void **state)
{
	struct facts *f = make_kernel(&(struct kernel){ .has_endbr = true });

	(void)state;
	fake_sym(f, 'R', "__ibt_endbr_seal", FAKE_TEXT - 0x1000);
	fake_sym(f, 'R', "__ibt_endbr_seal_end", ~0ull);
	assert_int_equal(facts_ibt(f, FUNC), IBT_CALLABLE);
	facts_destroy(f);
}

static struct sec *add_func(struct obj *obj, const char *sec_name,
			    const char *name, const void *bytes, size_t size)
{
	struct sec *sec = obj_add_sec(obj, sec_name, SHT_PROGBITS,
				      SHF_ALLOC | SHF_EXECINSTR, 16, bytes,
				      size);

	obj_add_sym(obj, name, STB_LOCAL, STT_FUNC, sec, 0, size);
	return sec;
}

/*
 * foo() calls given() or local(), and if it @takes the address, returns it.
 * A variable may point there as well.
 */
static struct obj *make_obj(const char *to, bool takes, bool variable)
{
	/* call __fentry__; call TO; mov $0 or $TO,%rax; ret */
	static const uint8_t code[] = {
		0xe8, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0,
		0x48, 0xc7, 0xc0, 0, 0, 0, 0, 0xc3,
	};
	static const uint8_t zero[8];
	struct obj *obj = obj_create("made");
	struct sec *foo = add_func(obj, ".text.foo", "foo", code,
				   sizeof(code));
	struct sec *mcount, *data;
	struct sym *fentry, *target;

	add_func(obj, ".text.local", "local", "\xc3", 1);
	fentry = obj_add_sym(obj, "__fentry__", STB_GLOBAL, STT_NOTYPE, NULL,
			     0, 0);
	obj_add_sym(obj, "given", STB_GLOBAL, STT_NOTYPE, NULL, 0, 0);
	target = obj_find_sym(obj, to);
	mcount = obj_add_sec(obj, "__mcount_loc", SHT_PROGBITS, SHF_ALLOC, 1,
			     zero, sizeof(zero));
	sec_add_rela(mcount, 0, R_X86_64_64, foo->sym, 0);
	sec_add_rela(foo, 1, R_X86_64_PLT32, fentry, -4);
	sec_add_rela(foo, 6, R_X86_64_PLT32, target, -4);
	if (takes)
		sec_add_rela(foo, 13, R_X86_64_32S, target, 0);
	if (!variable)
		return obj;
	data = obj_add_sec(obj, ".data.ops", SHT_PROGBITS,
			   SHF_ALLOC | SHF_WRITE, 8, zero, sizeof(zero));
	obj_add_sym(obj, "ops", STB_LOCAL, STT_OBJECT, data, 0, 8);
	sec_add_rela(data, 0, R_X86_64_64, target, 0);
	return obj;
}

/*
 * foo() gives the address of given() to static_call_update(); in a @bent way,
 * the register that has it is stored as well.
 */
static struct obj *make_update(bool gives, bool bent)
{
	/* call __fentry__; mov %rdx,(%rax); mov $,%rdx and so on; call; ret */
	uint8_t code[] = {
		0xe8, 0, 0, 0, 0, 0x48, 0xc7, 0xc2, 0, 0, 0, 0,
		0x48, 0xc7, 0xc6, 0, 0, 0, 0, 0x48, 0xc7, 0xc7, 0, 0, 0, 0,
		0xe8, 0, 0, 0, 0, 0xc3,
	};
	struct obj *obj = make_obj("given", false, false);
	struct sec *foo = obj_find_sec(obj, ".text.foo");

	if (bent)
		memcpy(code + 12, "\x48\x89\x10\x0f\x1f\x40", 7);
	foo->data = arena_memdup(obj->arena, code, sizeof(code));
	foo->size = obj_find_sym(obj, "foo")->size = sizeof(code);
	foo->relas.n = 1;	/* of __fentry__ */
	if (gives)
		sec_add_rela(foo, 8, R_X86_64_32S,
			     obj_find_sym(obj, "given"), 0);
	sec_add_rela(foo, 27, R_X86_64_PLT32,
		     obj_add_sym(obj, "__static_call_update", STB_GLOBAL,
				 STT_NOTYPE, NULL, 0, 0), -4);
	return obj;
}

/* Is there a finding when foo() begins to take the address of @to? */
static bool is_pair_refused(struct facts *f, const char *to,
			    struct obj *orig, struct obj *patched)
{
	struct unit_sym foo = { .name = "foo", .addr = FAKE_TEXT + 0x300,
				.size = 18, .func = true,
				.in_kallsyms = true };
	struct unit_sym local = { .name = "local", .addr = FUNC, .size = 1,
				  .func = true, .in_kallsyms = true };
	struct unit_map map = { .object = "vmlinux" };
	struct diff_options opt = { .unit = "a.c", .object = "vmlinux",
				    .map = &map, .facts = f };
	struct diff_result *result;
	bool refused;

	map_put(&map.by_name, foo.name, &foo);
	map_put(&map.by_name, local.name, &local);
	assert_null(diff_run(orig, patched, &opt, &result));
	refused = diags_refuse(result->diags);
	assert_int_equal(result->diags->list.n, refused);
	if (refused) {
		assert_string_equal(result->diags->list.v[0].code, "KM030");
		assert_string_equal(result->diags->list.v[0].symbol, to);
	}
	assert_true(refused || result->out);
	diff_result_destroy(result);
	map_deinit(&map.by_name);
	return refused;
}

static bool is_refused(struct facts *f, const char *to, bool variable)
{
	_cleanup_obj_ struct obj *orig = make_obj(to, false, variable);
	_cleanup_obj_ struct obj *patched = make_obj(to, true, variable);

	return is_pair_refused(f, to, orig, patched);
}

static void test_static_calls_are_direct(void **state)
{
	struct facts *f;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (int bent = 0; bent < 2; bent++) {
			_cleanup_obj_ struct obj *a = make_update(false, bent);
			_cleanup_obj_ struct obj *b = make_update(true, bent);

			f = make_kernel(&cases[i].kernel);
			assert_int_equal(is_pair_refused(f, "given", a, b),
					 bent && cases[i].ibt == IBT_SEALED);
			facts_destroy(f);
		}
	}
}

static void test_new_pointers_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct facts *f = make_kernel(&cases[i].kernel);

		/* of others, what has no endbr64 is no function of C */
		assert_int_equal(is_refused(f, "given", false),
				 cases[i].ibt == IBT_SEALED);
		assert_int_equal(is_refused(f, "local", false),
				 cases[i].ibt != IBT_CALLABLE);
		assert_false(is_refused(f, "given", true));
		assert_false(is_refused(f, "local", true));
		facts_destroy(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_image_tells),
		cmocka_unit_test(test_a_list_outside_the_image_is_none),
		cmocka_unit_test(test_new_pointers_are_refused),
		cmocka_unit_test(test_static_calls_are_direct),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
