// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "build/link.h"
#include "kmend_abi.h"

/* One reference from a section; @before: the byte before it. */
struct from {
	const char *section;
	uint64_t flags;
	uint32_t type;
	uint8_t before;
	int64_t addend;		/* to .text, where functions are at 0 and 32 */
	bool leads;
};

#define TEXT	(SHF_ALLOC | SHF_EXECINSTR)
#define DATA	(SHF_ALLOC | SHF_WRITE)

static bool leads(const struct from *from)
{
	static const uint8_t text[64];
	struct obj *obj = obj_create("made");
	struct sec *code, *sec;
	uint8_t data[16] = { 0 };
	bool ret;

	data[7] = from->before;
	code = obj_add_sec(obj, ".text", SHT_PROGBITS, TEXT, 16, text,
			   sizeof(text));
	obj_add_sym(obj, "first", STB_LOCAL, STT_FUNC, code, 0, 32);
	obj_add_sym(obj, "second", STB_GLOBAL, STT_FUNC, code, 32, 32);
	obj_add_sym(obj, "label", STB_LOCAL, STT_NOTYPE, code, 16, 0);
	sec = obj_add_sec(obj, from->section, SHT_PROGBITS, from->flags, 8,
			  data, sizeof(data));
	sec_add_rela(sec, 8, from->type, code->sym, from->addend);
	ret = link_callbacks(obj);
	obj_destroy(obj);
	return ret;
}

static void test_references(void **state)
{
	static const struct from rows[] = {
		/* lea 0x0(%rip),%rdi; mov $imm,%rdi; movabs */
		{ ".text.a", TEXT, R_X86_64_PC32, 0x3d, 32 - 4, true },
		{ ".text.a", TEXT, R_X86_64_PC32, 0x3d, 0 - 4, true },
		{ ".text.a", TEXT, R_X86_64_32S, 0xc7, 32, true },
		{ ".text.a", TEXT, R_X86_64_64, 0xbf, 32, true },
		/* into the middle: where a task is, for lockdep */
		{ ".text.a", TEXT, R_X86_64_PC32, 0x3d, 16 - 4, false },
		{ ".text.a", TEXT, R_X86_64_32S, 0xc7, 16, false },
		/* call, jmp, jne */
		{ ".text.a", TEXT, R_X86_64_PLT32, 0xe8, 32 - 4, false },
		{ ".text.a", TEXT, R_X86_64_PC32, 0xe9, 32 - 4, false },
		{ ".text.a", TEXT, R_X86_64_PC32, 0x85, 32 - 4, false },
		/* variables, and constants */
		{ ".data", DATA, R_X86_64_64, 0, 32, true },
		{ ".rodata", SHF_ALLOC, R_X86_64_64, 0, 0, true },
		{ ".rodata", SHF_ALLOC, R_X86_64_64, 0, 4, false },
		{ "unheard_of", DATA, R_X86_64_64, 0, 32, true },
		/* tables */
		{ "__mcount_loc", SHF_ALLOC, R_X86_64_64, 0, 32, false },
		{ "__bug_table", DATA, R_X86_64_PC32, 0, 32, false },
		{ KMEND_ABI_SEC_FUNCS, DATA, R_X86_64_64, 0, 32, false },
		{ KMEND_ABI_SEC_HOOKS, DATA, R_X86_64_64, 0, 32, false },
		{ KMEND_ABI_SEC_JUMPS, TEXT, R_X86_64_32S, 0x24, 32, false },
		{ ".init.data", DATA, R_X86_64_64, 0, 32, false },
		{ ".discard.addressable", 0, R_X86_64_64, 0, 32, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (leads(&rows[i]) != rows[i].leads)
			fail_msg("%s, row %zu", rows[i].section, i);
}

/* Without references there is nothing; nor is what is not loaded looked at. */
static void test_nothing(void **state)
{
	struct from debug = { ".debug_info", 0, R_X86_64_64, 0, 32, false };
	struct obj *obj = obj_create("empty");

	(void)state;
	assert_false(link_callbacks(obj));
	obj_destroy(obj);
	assert_false(leads(&debug));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
