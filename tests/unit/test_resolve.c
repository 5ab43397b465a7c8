// SPDX-License-Identifier: GPL-2.0
/* Undefined names: exported, global, local, of a module, of nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_kernel.h"
#include "kernel/resolve.h"

static struct facts *f;

static void add_export(const char *name, const char *module, const char *ns,
		       bool gpl)
{
	struct kexport *export = arena_new(f->arena, struct kexport);

	export->name = name;
	export->module = module;
	export->ns = ns;
	export->gpl = gpl;
	map_put(&f->exports, name, export);
}

static int make_facts(void **state)
{
	(void)state;
	f = fake_create();
	fake_sym(f, 'A', "one_percpu", 0x40);
	fake_sym(f, 'A', "two_percpu", 0x48);
	fake_sym(f, 'A', "two_percpu", 0x50);
	fake_sym(f, 't', "plain", FAKE_TEXT + 0x10);
	fake_sym(f, 'T', "plain", FAKE_TEXT + 0x20);
	fake_sym(f, 'D', "gpl", FAKE_TEXT + 0x30);
	fake_sym(f, 'T', "spaced", FAKE_TEXT + 0x40);
	fake_sym(f, 'B', "global", FAKE_TEXT + 0x50);
	fake_sym(f, 'W', "weak", FAKE_TEXT + 0x60);
	fake_sym(f, 'V', "weak_data", FAKE_TEXT + 0x68);
	fake_sym(f, 't', "local", FAKE_TEXT + 0x70);
	fake_sym(f, 't', "local", FAKE_TEXT + 0x80);
	fake_sym(f, 't', "of_module", FAKE_TEXT + 0x90);
	fake_sym(f, 'T', "taken", FAKE_TEXT + 0xa0);
	add_export("plain", "vmlinux", "", false);
	add_export("gpl", "vmlinux", "", true);
	add_export("spaced", "vmlinux", "SPACE", true);
	add_export("of_module", "net/some-where/foo-bar", "", true);
	add_export("taken", "fs/ext4/ext4", "", false);
	return 0;
}

static int free_facts(void **state)
{
	(void)state;
	facts_destroy(f);
	return 0;
}

struct expect {
	const char *name;
	enum symref_kind kind;
	uint64_t addr;		/* 0: no symbol */
	size_t count;
	bool gpl, percpu;
	const char *ns, *module;
};

static void test_names(void **state)
{
	static const struct expect table[] = {
		{ "plain", SYMREF_EXPORT, FAKE_TEXT + 0x20, .ns = "" },
		{ "gpl", SYMREF_EXPORT, FAKE_TEXT + 0x30, .gpl = true,
		  .ns = "" },
		{ "spaced", SYMREF_GLOBAL, FAKE_TEXT + 0x40, .gpl = true,
		  .ns = "SPACE" },
		{ "global", SYMREF_GLOBAL, FAKE_TEXT + 0x50, .ns = "" },
		{ "weak", SYMREF_GLOBAL, FAKE_TEXT + 0x60, .ns = "" },
		{ "weak_data", SYMREF_GLOBAL, FAKE_TEXT + 0x68, .ns = "" },
		{ "one_percpu", SYMREF_GLOBAL, 0x40, .percpu = true,
		  .ns = "" },
		{ "two_percpu", SYMREF_AMBIGUOUS, 0x48, .count = 2,
		  .percpu = true, .ns = "" },
		{ "local", SYMREF_LOCAL, FAKE_TEXT + 0x70, .count = 2,
		  .ns = "" },
		{ "of_module", SYMREF_MODULE, .gpl = true, .ns = "",
		  .module = "foo_bar" },
		{ "taken", SYMREF_GLOBAL, FAKE_TEXT + 0xa0, .ns = "" },
		{ "nobody", SYMREF_UNKNOWN, .ns = "" },
	};
	struct symref ref;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		const struct expect *e = &table[i];

		facts_resolve(f, e->name, &ref);
		if (ref.kind != e->kind || ref.count != e->count ||
		    ref.gpl != e->gpl || ref.percpu != e->percpu ||
		    (ref.sym ? ref.sym->addr : 0) != e->addr)
			fail_msg("%s: kind %d, %zu symbols", e->name, ref.kind,
				 ref.count);
		assert_string_equal(ref.ns, e->ns);
		if (e->module)
			assert_string_equal(ref.module, e->module);
		else
			assert_null(ref.module);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("resolve", tests, make_facts,
					   free_facts);
}
