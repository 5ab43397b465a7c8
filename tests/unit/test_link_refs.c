// SPDX-License-Identifier: GPL-2.0
/* Sites of static calls: which names stay, which become entries of ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "build/link.h"
#include "fake_kernel.h"
#include "kmend_abi.h"

#define TAIL	2	/* STATIC_CALL_SITE_TAIL, in the low bits of the key */

static struct facts *make_facts(void)
{
	static struct kexport export = { .name = "__SCT__given",
					 .module = "vmlinux", .ns = "" };
	struct facts *f = fake_create();

	fake_sym(f, 'T', "__SCT__given", FAKE_TEXT + 0x10);
	fake_sym(f, 'D', "__SCK__given", FAKE_TEXT + 0x1010);
	fake_sym(f, 'T', "__SCT__hidden", FAKE_TEXT + 0x20);
	fake_sym(f, 'D', "__SCK__hidden", FAKE_TEXT + 0x1020);
	fake_sym(f, 'T', "__SCT__keyless", FAKE_TEXT + 0x30);
	fake_sym(f, 'T', "__SCT__both", FAKE_TEXT + 0x40);
	fake_sym(f, 'D', "__SCK__both", FAKE_TEXT + 0x1040);
	map_put(&f->exports, export.name, &export);
	map_put(&f->exports, "__SCT__both", &export);
	map_put(&f->exports, "__SCK__both", &export);
	return f;
}

/* An object with one site of a static call that names @name. */
static struct obj *make_obj(const char *name)
{
	static const uint8_t zero[8];
	struct obj *obj = obj_create("made");
	struct sec *text, *sites;
	struct sym *sym;

	text = obj_add_sec(obj, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, zero, sizeof(zero));
	sites = obj_add_sec(obj, ".static_call_sites", SHT_PROGBITS,
			    SHF_ALLOC | SHF_WRITE, 1, zero, sizeof(zero));
	sym = obj_add_sym(obj, name, STB_GLOBAL, STT_NOTYPE, NULL, 0, 0);
	sec_add_rela(sites, 0, R_X86_64_PC32, text->sym, 0);
	sec_add_rela(sites, 4, R_X86_64_PC32, sym, TAIL);
	return obj;
}

static const struct {
	const char *name;
	uint64_t key;		/* what we relocate to; 0: the loader does */
	bool refused;
} cases[] = {
	{ "__SCT__given", 0, false },
	{ "__SCT__hidden", FAKE_TEXT + 0x1020, false },
	{ "__SCK__hidden", FAKE_TEXT + 0x1020, false },
	{ "__SCT__keyless", 0, true },
};

static void check(const struct obj *obj, uint64_t key)
{
	struct sec *sites = obj_find_sec(obj, ".static_call_sites");
	struct sec *syms = obj_find_sec(obj, KMEND_ABI_SEC_INIT_SYMBOLS);
	struct sec *relocs = obj_find_sec(obj, KMEND_ABI_SEC_INIT_RELOCS);
	struct kmend_abi_symbol sym;
	struct kmend_abi_reloc reloc;

	assert_int_equal(sites->relas.n, key ? 1 : 2);
	assert_null(obj_find_sec(obj, KMEND_ABI_SEC_SYMBOLS));
	assert_null(obj_find_sec(obj, KMEND_ABI_SEC_RELOCS));
	if (!key) {
		assert_null(syms);
		assert_null(relocs);
		return;
	}
	assert_int_equal(syms->size, sizeof(sym));
	assert_int_equal(relocs->size, sizeof(reloc));
	memcpy(&sym, syms->data, sizeof(sym));
	memcpy(&reloc, relocs->data, sizeof(reloc));
	assert_int_equal(sym.addr, key);
	assert_int_equal(reloc.type, R_X86_64_PC32);
	assert_int_equal(reloc.addend, TAIL);
	assert_int_equal(reloc.symbol, 0);
}

static void test_sites_of_static_calls(void **state)
{
	struct facts *f = make_facts();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_obj_ struct obj *obj = make_obj(cases[i].name);
		struct diags *diags = diags_create();
		struct link link = { .arena = arena, .facts = f,
				     .diags = diags };

		assert_null(link_refs(&link, obj));
		assert_int_equal(diags_refuse(diags), cases[i].refused);
		if (!cases[i].refused)
			check(obj, cases[i].key);
		diags_destroy(diags);
	}
	facts_destroy(f);
}

/* Of a key that only a module has, the advice is what to write instead. */
/* The kernel's table of keys has no trampoline that came with its key. */
static void test_exported_with_its_key(void **state)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_obj_ struct obj *obj = make_obj("__SCT__both");
	struct facts *f = make_facts();
	struct diags *diags = diags_create();
	struct link link = { .arena = arena, .facts = f, .diags = diags };
	const struct sec *sites;

	(void)state;
	assert_null(link_refs(&link, obj));
	sites = obj_find_sec(obj, ".static_call_sites");
	assert_int_equal(sites->relas.n, 2);
	assert_string_equal(sites->relas.v[1].sym->name, "__SCK__both");
	assert_int_equal(sites->relas.v[1].addend, TAIL);
	assert_null(obj_find_sym(obj, "__SCT__both"));
	diags_destroy(diags);
	facts_destroy(f);
}

static void test_keys_of_modules(void **state)
{
	static struct kexport exports[] = {
		{ .name = "__SCK__theirs", .module = "kvm", .ns = "" },
		{ .name = "__tracepoint_theirs", .module = "kvm", .ns = "" },
		{ .name = "key_of_theirs", .module = "kvm", .ns = "" },
	};
	static const char *const todos[] = {
		"call the function", "leave out the trace event",
		"of a static key, ask an exported function",
	};
	struct facts *f = make_facts();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(exports); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		_cleanup_obj_ struct obj *obj = make_obj(exports[i].name);
		struct diags *diags = diags_create();
		struct link link = { .arena = arena, .facts = f,
				     .diags = diags };

		map_put(&f->exports, exports[i].name, &exports[i]);
		assert_null(link_refs(&link, obj));
		assert_int_equal(diags->list.n, 1);
		assert_string_equal(diags->list.v[0].code, "KM110");
		assert_string_equal(diags->list.v[0].symbol, exports[i].name);
		assert_non_null(strstr(diags->list.v[0].what, "module kvm"));
		assert_non_null(strstr(diags->list.v[0].todo, todos[i]));
		diags_destroy(diags);
	}
	facts_destroy(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sites_of_static_calls),
		cmocka_unit_test(test_exported_with_its_key),
		cmocka_unit_test(test_keys_of_modules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
