// SPDX-License-Identifier: GPL-2.0
/* What the core writes once and what it writes again are in two tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "build/link.h"
#include "build/link_tables.h"
#include "fake_kernel.h"
#include "kmend_abi.h"

static const uint8_t ones[] = { 255, 255, 255, 255, 255, 255, 255, 255,
				255, 255, 255, 255, 255, 255, 255, 255 };

/* The string that the pointer at @off leads to. */
static const char *string_at(const struct obj *obj, const char *table,
			     uint64_t off)
{
	const struct sec *sec = obj_find_sec(obj, table);

	vec_for_each(&sec->relas, r)
		if (r->off == off)
			return (const char *)r->sym->sec->data + r->addend;
	fail_msg("%s has no pointer at %llu", table, (unsigned long long)off);
	return NULL;
}

static void check_symbol(const struct obj *obj, const char *table, size_t i,
			 const char *name, const char *object)
{
	const uint64_t at = i * sizeof(struct kmend_abi_symbol);

	assert_string_equal(string_at(obj, table, at +
		offsetof(struct kmend_abi_symbol, name)), name);
	assert_string_equal(string_at(obj, table, at +
		offsetof(struct kmend_abi_symbol, object)), object);
}

static void test_two_tables(void **state)
{
	struct table_ref kernel = { "f", "vmlinux", 0xffffffff81000000, 2, 0 };
	struct table_ref module = { "f", "mod", 0, 1, 0 };
	struct table_ref percpu = { "p", "vmlinux", 0x1000, 0, 0 };
	const struct rela relas[] = {
		{ .off = 0, .type = R_X86_64_64, .addend = 5 },
		{ .off = 8, .type = R_X86_64_32S },
		{ .off = 12, .type = R_X86_64_PLT32, .addend = -4 },
	};
	static const char known[] = "mod\0other";
	struct obj *obj = obj_create("made");
	struct link_tables tables = {0};
	struct kmend_abi_symbol sym;
	struct kmend_abi_reloc reloc;
	struct sec *text, *sec;

	(void)state;
	text = obj_add_sec(obj, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, ones, sizeof(ones));
	obj_add_sec(obj, KMEND_ABI_SEC_STRINGS, SHT_PROGBITS, SHF_ALLOC, 1,
		    known, sizeof(known));
	link_tables_add(&tables, &kernel, text, &relas[0], true);
	link_tables_add(&tables, &percpu, text, &relas[1], true);
	link_tables_add(&tables, &module, text, &relas[2], false);
	/* once more to the same: no other symbol */
	link_tables_add(&tables, &kernel, text, &relas[1], true);
	link_tables_write(&tables, obj);
	link_tables_deinit(&tables);

	/* zero where they are written, and nowhere else */
	for (size_t i = 0; i < sizeof(ones); i++)
		assert_int_equal(text->data[i], 0);
	sec = obj_find_sec(obj, KMEND_ABI_SEC_INIT_SYMBOLS);
	assert_int_equal(sec->size, 2 * sizeof(sym));
	memcpy(&sym, sec->data, sizeof(sym));
	assert_true(sym.addr == kernel.addr);
	assert_int_equal(sym.sympos, 2);
	assert_int_equal(sym.flags, 0);
	memcpy(&sym, sec->data + sizeof(sym), sizeof(sym));
	assert_int_equal(sym.flags, KMEND_ABI_SYM_PERCPU);
	check_symbol(obj, KMEND_ABI_SEC_INIT_SYMBOLS, 0, "f", "vmlinux");
	check_symbol(obj, KMEND_ABI_SEC_INIT_SYMBOLS, 1, "p", "vmlinux");
	sec = obj_find_sec(obj, KMEND_ABI_SEC_INIT_RELOCS);
	assert_int_equal(sec->size, 3 * sizeof(reloc));
	memcpy(&reloc, sec->data, sizeof(reloc));
	assert_int_equal(reloc.addend, 5);
	memcpy(&reloc, sec->data + 2 * sizeof(reloc), sizeof(reloc));
	assert_int_equal(reloc.symbol, 0);
	assert_int_equal(sec->relas.v[2].addend, 8);
	assert_ptr_equal(sec->relas.v[2].sym, text->sym);

	check_symbol(obj, KMEND_ABI_SEC_SYMBOLS, 0, "f", "mod");
	sec = obj_find_sec(obj, KMEND_ABI_SEC_RELOCS);
	assert_int_equal(sec->size, sizeof(reloc));
	/* "mod" was there: only "f" is new */
	sec = obj_find_sec(obj, KMEND_ABI_SEC_STRINGS);
	assert_int_equal(sec->size, sizeof(known) + 2);
	assert_memory_equal(sec->data, known, sizeof(known));
	sec = obj_find_sec(obj, KMEND_ABI_SEC_INIT_STRINGS);
	assert_int_equal(sec->size, strlen("f") + strlen("vmlinux") +
			 strlen("p") + 3);
	obj_destroy(obj);
}

static const struct {
	const char *section;
	bool livepatch, once;
} cases[] = {
	{ ".text", false, true },
	{ ".init.text", false, true },
	{ ".exit.text", false, false },	/* or modpost takes it for a call */
	{ ".text", true, false },	/* link_livepatch() reads one table */
};

static void test_what_is_read_once(void **state)
{
	struct facts *f = fake_create();

	(void)state;
	fake_sym(f, 'T', "hidden", FAKE_TEXT + 0x10);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_arena_ struct arena *arena = arena_create();
		struct diags *diags = diags_create();
		struct link link = { .arena = arena, .facts = f,
				     .diags = diags,
				     .livepatch = cases[i].livepatch };
		_cleanup_obj_ struct obj *obj = obj_create("made");
		struct sec *sec = obj_add_sec(obj, cases[i].section,
					      SHT_PROGBITS, SHF_ALLOC, 16, ones,
					      sizeof(ones));

		sec_add_rela(sec, 0, R_X86_64_64,
			     obj_add_sym(obj, "hidden", STB_GLOBAL, STT_NOTYPE,
					 NULL, 0, 0), 0);
		assert_null(link_refs(&link, obj));
		assert_int_equal(!obj_find_sec(obj, KMEND_ABI_SEC_RELOCS),
				 cases[i].once);
		assert_int_equal(!obj_find_sec(obj, KMEND_ABI_SEC_INIT_RELOCS),
				 !cases[i].once);
		diags_destroy(diags);
	}
	facts_destroy(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_tables),
		cmocka_unit_test(test_what_is_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
