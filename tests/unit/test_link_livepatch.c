// SPDX-License-Identifier: GPL-2.0
/* What mainline livepatch cannot do, and how a finished module is rewritten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "build/link.h"
#include "control/ko.h"
#include "elf/names.h"
#include "fake_kernel.h"
#include "kmend_abi.h"

#define NONE	KMEND_ABI_HOOK_KINDS

/* One hook, or none, of a patch with one function. */
static const struct {
	uint32_t hook, flags;
	const char *mode, *calls;
	bool no_livepatch;	/* the kernel has none */
	const char *codes;	/* of the findings, in order */
	bool refused;
} cases[] = {
	{ NONE, 0, NULL, NULL, false, "", false },
	{ NONE, 0, "per-task", NULL, false, "", false },
	{ KMEND_ABI_HOOK_PRE_PATCH, 0, NULL, NULL, false, "", false },
	{ KMEND_ABI_HOOK_POST_PATCH, 0, NULL, NULL, false, "", false },
	{ KMEND_ABI_HOOK_PATCH, 0, NULL, NULL, false, "KM121 ", true },
	{ KMEND_ABI_HOOK_UNPATCH, 0, NULL, NULL, false, "KM121 ", true },
	{ NONE, 0, "atomic", NULL, false, "KM122 ", true },
	{ NONE, 0, "immediate", NULL, false, "KM122 ", true },
	{ NONE, KMEND_ABI_FUNC_IMMEDIATE, NULL, NULL, false, "KM122 ", true },
	{ KMEND_ABI_HOOK_PRE_UNPATCH, 0, NULL, NULL, false, "KM123 KM127 ",
	  false },
	{ KMEND_ABI_HOOK_POST_UNPATCH, 0, NULL, NULL, false, "KM127 ", false },
	{ NONE, 0, NULL, NULL, true, "KM125 ", true },
	{ NONE, 0, NULL, "kmend_shadow_get", false, "KM128 ", false },
	{ NONE, 0, NULL, "klp_shadow_get", false, "", false },
};

static struct obj *make_patch(uint32_t kind, uint32_t flags, const char *calls)
{
	static const uint8_t code[16];
	struct kmend_abi_hook hook = { .kind = kind };
	struct kmend_abi_func func = { .flags = flags };
	struct obj *obj = obj_create("made");
	struct sec *text, *sec;

	text = obj_add_sec(obj, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, code, sizeof(code));
	obj_add_sym(obj, "f", STB_LOCAL, STT_FUNC, text, 0, sizeof(code));
	obj_add_sec(obj, KMEND_ABI_SEC_FUNCS, SHT_PROGBITS,
		    SHF_ALLOC | SHF_WRITE, 8, &func, sizeof(func));
	if (kind != NONE) {
		sec = obj_add_sec(obj, KMEND_ABI_SEC_HOOKS, SHT_PROGBITS,
				  SHF_ALLOC | SHF_WRITE, 8, &hook,
				  sizeof(hook));
		sec_add_rela(sec, 0, R_X86_64_64, text->sym, 0);
	}
	if (calls)
		obj_add_sym(obj, calls, STB_GLOBAL, STT_NOTYPE, NULL, 0, 0);
	return obj;
}

static struct facts *make_facts(struct arena *arena, bool no_livepatch)
{
	struct facts *facts = fake_create();
	struct kexport *export = arena_new(arena, struct kexport);

	*export = (struct kexport){ .name = "klp_enable_patch",
				    .module = "vmlinux", .ns = "" };
	if (!no_livepatch)
		map_put(&facts->exports, export->name, export);
	return facts;
}

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_obj_ struct obj *obj =
			make_patch(cases[i].hook, cases[i].flags,
				   cases[i].calls);
		struct link_marks said = { .mode = cases[i].mode };
		struct link link = {
			.arena = arena, .diags = diags_create(),
			.facts = make_facts(arena, cases[i].no_livepatch),
			.said = &said,
		};
		const char *codes = "";

		link_livepatch_kernel(&link);
		link_livepatch_check(&link, obj);
		vec_for_each(&link.diags->list, d) {
			codes = arena_printf(arena, "%s%s ", codes, d->code);
			if (cases[i].hook != NONE)
				assert_string_equal(d->symbol, "f");
		}
		assert_string_equal(codes, cases[i].codes);
		assert_int_equal(diags_refuse(link.diags), cases[i].refused);
		diags_destroy(link.diags);
		facts_destroy((struct facts *)link.facts);
	}
}

/* A finished module: one function, and one reference to @name of mod. */
static struct obj *make_module(const char *name)
{
	static const uint8_t code[16];
	static const char strings[] = "mod\0vmlinux\0old";
	struct kmend_abi_symbol syms[2] = { { 0 }, { .sympos = 3 } };
	struct kmend_abi_reloc relocs[2] = {
		{ .symbol = 0, .type = R_X86_64_PLT32, .addend = -4 },
		{ .symbol = 1, .type = R_X86_64_64 },
	};
	struct kmend_abi_func func = { .old_size = 16, .new_size = 16 };
	struct obj *obj = obj_create("made");
	struct sec *text, *names, *mod, *funcs, *sec;

	text = obj_add_sec(obj, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, code, sizeof(code));
	names = obj_add_sec(obj, KMEND_ABI_SEC_STRINGS, SHT_PROGBITS,
			    SHF_ALLOC, 1, strings, sizeof(strings));
	mod = obj_add_sec(obj, ".name", SHT_PROGBITS, SHF_ALLOC, 1, name,
			  strlen(name) + 1);
	funcs = obj_add_sec(obj, KMEND_ABI_SEC_FUNCS, SHT_PROGBITS,
			    SHF_ALLOC | SHF_WRITE, 8, &func, sizeof(func));
	sec = obj_add_sec(obj, KMEND_ABI_SEC_SYMBOLS, SHT_PROGBITS,
			  SHF_ALLOC | SHF_WRITE, 8, syms, sizeof(syms));
	sec_add_rela(sec, offsetof(struct kmend_abi_symbol, name),
		     R_X86_64_64, mod->sym, 0);
	sec_add_rela(sec, offsetof(struct kmend_abi_symbol, object),
		     R_X86_64_64, names->sym, 0);
	sec_add_rela(sec, sizeof(*syms) +
		     offsetof(struct kmend_abi_symbol, name), R_X86_64_64,
		     names->sym, 12);
	sec_add_rela(sec, sizeof(*syms) +
		     offsetof(struct kmend_abi_symbol, object), R_X86_64_64,
		     names->sym, 4);
	sec = obj_add_sec(obj, KMEND_ABI_SEC_RELOCS, SHT_PROGBITS,
			  SHF_ALLOC | SHF_WRITE, 8, relocs, sizeof(relocs));
	sec_add_rela(sec, 0, R_X86_64_64, text->sym, 1);
	sec_add_rela(sec, sizeof(*relocs), R_X86_64_64, funcs->sym,
		     offsetof(struct kmend_abi_func, old_addr));
	return obj;
}

static struct obj *make_target(void)
{
	static const uint8_t code[16];
	struct obj *ko = obj_create("mod");
	struct sec *text, *init;

	text = obj_add_sec(ko, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, code, sizeof(code));
	init = obj_add_sec(ko, ".init.text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, code, sizeof(code));
	obj_add_sym(ko, "once", STB_LOCAL, STT_FUNC, text, 0, 1);
	obj_add_sym(ko, "again", STB_LOCAL, STT_FUNC, text, 1, 1);
	obj_add_sym(ko, "again", STB_LOCAL, STT_FUNC, init, 0, 1);
	return ko;
}

/* Rewrites a module that refers to @name; @ret NULL if it is refused. */
static void rewritten(const char *name, struct diags *diags, struct ko **ret)
{
	char in[] = "/tmp/livepatch.XXXXXX", out[] = "/tmp/livepatch.XXXXXX";
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_obj_ struct obj *obj = make_module(name);
	struct module_file file = { .name = "mod", .ko = make_target() };
	struct link link = { .arena = arena, .diags = diags };
	struct modules modules;

	modules_init(&modules, arena, NULL);
	modules.listed = true;
	map_put(&modules.files, "mod", &file);
	link.modules = &modules;
	close(mkstemp(in));
	close(mkstemp(out));
	assert_null(obj_write(obj, in));
	assert_null(link_livepatch(&link, in, out));
	*ret = NULL;
	if (!diags_refuse(diags))
		assert_null(ko_open(out, ret));
	unlink(in);
	unlink(out);
	modules_deinit(&modules);
}

/* A reference is a relocation that mainline finds; the tables go. */
static void test_rewritten(void **state)
{
	struct diags *diags = diags_create();
	_cleanup_ko_ struct ko *ko = NULL;
	struct kmend_abi_func func;
	const char *name, *found = NULL;
	uint16_t shndx;
	size_t sec;

	(void)state;
	rewritten("once", diags, &ko);
	assert_non_null(ko);
	assert_int_equal(diags->list.n, 0);
	sec = ko_find(ko, SEC_KLP_PREFIX "mod..text");
	assert_int_not_equal(sec, 0);
	assert_int_equal(ko->secs[sec].sh_type, SHT_RELA);
	assert_true(ko->secs[sec].sh_flags & SHF_RELA_LIVEPATCH);
	for (size_t i = 1; (name = ko_sym(ko, i, &shndx)); i++)
		if (shndx == SHN_LIVEPATCH) {
			assert_null(found);
			found = name;
		}
	assert_string_equal(found, SYM_KLP_PREFIX "mod.once,0");
	sec = ko_find(ko, KMEND_ABI_SEC_FUNCS);
	memcpy(&func, ko_bytes(ko, sec), sizeof(func));
	assert_int_equal(func.old_addr, 3);
	assert_int_equal(ko_find(ko, KMEND_ABI_SEC_SYMBOLS), 0);
	assert_int_equal(ko_find(ko, KMEND_ABI_SEC_RELOCS), 0);
	diags_destroy(diags);
}

static void test_position_depends(void **state)
{
	struct diags *diags = diags_create();
	struct ko *ko;

	(void)state;
	rewritten("again", diags, &ko);
	assert_null(ko);
	assert_int_equal(diags->list.n, 1);
	assert_string_equal(diags->list.v[0].code, "KM126");
	assert_string_equal(diags->list.v[0].symbol, "again");
	diags_destroy(diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_rewritten),
		cmocka_unit_test(test_position_depends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
