// SPDX-License-Identifier: GPL-2.0
/* What an atomic hook may not call, and how it is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "build/link.h"
#include "kmend_abi.h"

#define FUNC	16	/* bytes of each function */

/* One call of function @from: of function @to, or of @name of the kernel. */
struct call { int from, to; const char *name; };

static const struct {
	uint32_t kind;
	struct call calls[4];	/* the hook is function 0 */
	const char *code, *text;
} cases[] = {
	{ KMEND_ABI_HOOK_PATCH, { { 0, 0, "mutex_lock" } }, "KM080",
	  "mutex_lock locks (f0 -> mutex_lock)" },
	{ KMEND_ABI_HOOK_UNPATCH, { { 0, 1, NULL }, { 1, 2, NULL },
	    { 2, 0, ".kmend.sym.vmlinux.0.ffff.msleep" } }, "KM080",
	  "msleep sleeps (f0 -> f1 -> f2 -> msleep)" },
	{ KMEND_ABI_HOOK_PATCH, { { 0, 1, NULL }, { 1, 0, NULL },
	    { 1, 0, "__kmalloc" } }, "KM080", "__kmalloc allocates" },
	{ KMEND_ABI_HOOK_PATCH, { { 0, 0, "_printk" } }, "KM080", "prints" },
	{ KMEND_ABI_HOOK_PATCH, { { 0, 0, "_copy_to_user" } }, "KM080",
	  "sleeps" },
	{ KMEND_ABI_HOOK_PATCH, { { 0, 0, "__x86_indirect_thunk_rax" } },
	  "KM081", "f0 -> through a pointer" },
	{ KMEND_ABI_HOOK_PATCH, { { 0, 0, "some_function" } }, "KM081",
	  "f0 -> some_function" },
	/* what does no harm, is not reached, or may sleep */
	{ KMEND_ABI_HOOK_PATCH, { { 0, 0, "memcpy" }, { 0, 0, "__fentry__" } },
	  NULL, NULL },
	{ KMEND_ABI_HOOK_PATCH, { { 1, 0, "mutex_lock" } }, NULL, NULL },
	{ KMEND_ABI_HOOK_PRE_PATCH, { { 0, 0, "mutex_lock" } }, NULL, NULL },
	{ KMEND_ABI_HOOK_POST_UNPATCH, { { 0, 0, "msleep" } }, NULL, NULL },
};

/* Half of the calls go by the section's symbol, as gas writes them. */
static struct obj *made(const struct call *calls, uint32_t kind)
{
	static const uint8_t code[3 * FUNC];
	struct kmend_abi_hook hook = { .kind = kind };
	struct obj *obj = obj_create("made");
	struct sec *text, *hooks;
	struct sym *funcs[3];

	text = obj_add_sec(obj, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 1, code, sizeof(code));
	for (int i = 0; i < 3; i++) {
		const char name[] = { 'f', '0' + i, '\0' };

		funcs[i] = obj_add_sym(obj, name, STB_LOCAL, STT_FUNC, text,
				       i * FUNC, FUNC);
	}
	for (int i = 0; i < 4 && (calls[i].to || calls[i].name ||
				  calls[i].from); i++) {
		uint64_t off = calls[i].from * FUNC + 1 + i;

		if (calls[i].name)
			sec_add_rela(text, off, R_X86_64_PLT32,
				     obj_add_sym(obj, calls[i].name,
						 STB_GLOBAL, STT_NOTYPE, NULL,
						 0, 0), -4);
		else if (i % 2)
			sec_add_rela(text, off, R_X86_64_PLT32,
				     funcs[calls[i].to], -4);
		else
			sec_add_rela(text, off, R_X86_64_PC32, text->sym,
				     calls[i].to * FUNC - 4);
	}
	hooks = obj_add_sec(obj, KMEND_ABI_SEC_HOOKS, SHT_PROGBITS,
			    SHF_ALLOC | SHF_WRITE, 8, &hook, sizeof(hook));
	sec_add_rela(hooks, 0, R_X86_64_64, text->sym, 0);
	return obj;
}

static void test_calls(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_obj_ struct obj *obj = made(cases[i].calls,
						     cases[i].kind);
		struct diags *diags = diags_create();
		struct link link = { .arena = arena, .diags = diags };

		link_hooks(&link, obj);
		if (!cases[i].code) {
			assert_int_equal(diags->list.n, 0);
		} else {
			const struct diag *d = &diags->list.v[0];

			assert_int_equal(diags->list.n, 1);
			assert_string_equal(d->code, cases[i].code);
			assert_string_equal(d->symbol, "f0");
			assert_non_null(strstr(d->what, cases[i].text));
			assert_int_equal(diags_refuse(diags),
					 !strcmp(d->code, "KM080"));
		}
		diags_destroy(diags);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
