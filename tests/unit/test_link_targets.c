// SPDX-License-Identifier: GPL-2.0
/* What undefined names of units of modules lead to, and a .ko's own facts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "build/link.h"
#include "fake_kernel.h"
#include "kernel/module.h"
#include "kmend_abi.h"

#define REF(rest) KMEND_ABI_SYM_PREFIX rest

struct world {
	struct arena *arena;
	struct facts *facts;
	struct modules modules;
	struct link link;
	struct module_file net, dep, far;
};

/* A module with symbols of its own, and ".modinfo". */
static struct obj *make_ko(const char *path, const char *depends)
{
	static const uint8_t zero[16];
	struct obj *ko = obj_create(path);
	struct sec *text, *init;
	char info[64];
	int n;

	text = obj_add_sec(ko, ".text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, zero, sizeof(zero));
	init = obj_add_sec(ko, ".init.text", SHT_PROGBITS,
			   SHF_ALLOC | SHF_EXECINSTR, 16, zero, sizeof(zero));
	obj_add_sym(ko, "twice", STB_LOCAL, STT_FUNC, init, 0, 1);
	obj_add_sym(ko, "twice", STB_LOCAL, STT_FUNC, text, 0, 1);
	obj_add_sym(ko, "thrice", STB_LOCAL, STT_FUNC, text, 0, 1);
	obj_add_sym(ko, "begin", STB_LOCAL, STT_FUNC, init, 4, 1);
	obj_add_sym(ko, "thrice", STB_GLOBAL, STT_FUNC, text, 8, 1);
	obj_add_sym(ko, "own", STB_GLOBAL, STT_FUNC, text, 4, 1);
	obj_add_sym(ko, "both", STB_GLOBAL, STT_FUNC, text, 4, 1);
	n = snprintf(info, sizeof(info), "license=GPL%cdepends=%s%cname=x", 0,
		     depends, 0);
	obj_add_sec(ko, ".modinfo", SHT_PROGBITS, SHF_ALLOC, 1, info, n + 1);
	return ko;
}

static void add_module(struct world *w, struct module_file *file,
		       const char *name, const char *depends)
{
	file->name = name;
	file->ko = make_ko(name, depends);
	file->build_id = "00";
	map_put(&w->modules.files, name, file);
}

static void add_export(struct world *w, const char *name, const char *module)
{
	struct kexport *export = arena_new(w->arena, struct kexport);

	*export = (struct kexport){ .name = name, .module = module, .ns = "" };
	map_put(&w->facts->exports, name, export);
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	w->arena = arena_create();
	w->facts = fake_create();
	fake_sym(w->facts, 'T', "kernel_has", FAKE_TEXT + 0x10);
	fake_sym(w->facts, 'T', "both", FAKE_TEXT + 0x20);
	modules_init(&w->modules, w->arena, NULL);
	w->modules.listed = true;
	add_module(w, &w->net, "net_mod", "dep-mod");
	add_module(w, &w->dep, "dep_mod", "far_mod");
	add_module(w, &w->far, "far_mod", "");
	add_export(w, "kernel_has", "vmlinux");
	add_export(w, "thrice", "lib/far-mod");
	add_export(w, "gone", "lib/gone");
	w->link = (struct link){ .arena = w->arena, .facts = w->facts,
				 .modules = &w->modules,
				 .diags = diags_create() };
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	diags_destroy(w->link.diags);
	modules_deinit(&w->modules);
	facts_destroy(w->facts);
	arena_destroy(w->arena);
	free(w);
	return 0;
}

static struct obj *make_obj(const char *defined, const char *undefined)
{
	static const uint8_t zero[4];
	struct obj *obj = obj_create("made");
	struct sec *text = obj_add_sec(obj, ".text", SHT_PROGBITS,
				       SHF_ALLOC | SHF_EXECINSTR, 16, zero,
				       sizeof(zero));

	if (defined)
		obj_add_sym(obj, defined, STB_GLOBAL, STT_FUNC, text, 0, 4);
	obj_add_sym(obj, undefined, STB_GLOBAL, STT_NOTYPE, NULL, 0, 0);
	return obj;
}

/* @user, of module @of, needs @name; @other may define what is asked for. */
static const struct {
	const char *name, *becomes, *code;
	bool in_kernel;
	const char *defined_by_kernel, *defined_by_net;
} cases[] = {
	{ "kernel_has", "kernel_has", NULL, false, NULL, NULL },
	{ "own", REF("net_mod.0.0.own"), NULL, false, NULL, NULL },
	{ "both", REF("net_mod.0.0.both"), NULL, false, NULL, NULL },
	{ "both", "both", NULL, true, NULL, NULL },
	/* what the patch adds to the same target comes first */
	{ "own", "own", NULL, false, NULL, "own" },
	{ "fresh", "fresh", NULL, false, "fresh", NULL },
	{ "kernel_has", "kernel_has", "KM113", true, NULL, "kernel_has" },
	{ "fresh", "fresh", "KM113", false, "fresh", "fresh" },
	/* the second of that name, of a module that must be there */
	{ "thrice", REF("net_mod.2.0.thrice"), NULL, false, NULL, NULL },
	{ "thrice", "thrice", "KM114", true, NULL, NULL },
	{ "gone", "gone", "KM114", false, NULL, NULL },
	{ "nowhere", "nowhere", NULL, false, NULL, NULL },
};

static const struct sym *undefined_of(const struct obj *obj)
{
	return obj->syms.v[obj->syms.n - 1];
}

static void test_names(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct world *w = *state;
		struct patch_obj objs[3] = {
			{ "user.c", cases[i].in_kernel ? NULL : &w->net,
			  make_obj(NULL, cases[i].name) },
			{ "kernel.c", NULL,
			  make_obj(cases[i].defined_by_kernel, "x") },
			{ "net.c", &w->net,
			  make_obj(cases[i].defined_by_net, "x") },
		};
		struct diags *diags = w->link.diags;
		size_t before = diags->list.n;

		assert_null(link_targets(&w->link, objs, 3));
		assert_string_equal(undefined_of(objs[0].obj)->name,
				    cases[i].becomes);
		assert_int_equal(diags->list.n > before, !!cases[i].code);
		if (cases[i].code)
			assert_string_equal(diags->list.v[before].code,
					    cases[i].code);
		for (size_t j = 0; j < 3; j++)
			obj_destroy(objs[j].obj);
	}
}

/* The dependence may be of a dependence. */
static void test_exports_of_others(void **state)
{
	struct world *w = *state;
	struct patch_obj obj = { "net.c", &w->net, NULL };
	bool there;

	for (size_t i = 0; i < w->net.ko->syms.n; i++)
		if (!strcmp(w->net.ko->syms.v[i]->name, "thrice"))
			w->net.ko->syms.v[i]->bind = STB_LOCAL;
	obj.obj = make_obj(NULL, "thrice");
	assert_null(link_targets(&w->link, &obj, 1));
	assert_string_equal(undefined_of(obj.obj)->name,
			    REF("far_mod.2.0.thrice"));
	obj_destroy(obj.obj);
	assert_null(modules_depend(&w->modules, "far_mod", "net_mod", &there));
	assert_false(there);
	assert_null(modules_depend(&w->modules, "dep_mod", "far_mod", &there));
	assert_true(there);
}

static void test_positions(void **state)
{
	struct world *w = *state;
	const struct obj *ko = w->net.ko;
	const uint32_t want[] = { 0, 0, 1, 0, 2, 0, 0 };

	for (size_t i = 0, n = 0; i < ko->syms.n; i++) {
		const struct sym *sym = ko->syms.v[i];

		if (!*sym->name)
			continue;
		assert_int_equal(module_sympos(ko, sym), want[n++]);
		assert_int_equal(module_keeps(sym),
				 strcmp(sym->sec->name, ".init.text") != 0);
	}
	assert_string_equal(module_info(ko, "depends", 0), "dep-mod");
	assert_null(module_info(ko, "depend", 0));
	assert_null(module_info(ko, "depends", 1));
	assert_true(module_list_has("a,dep-mod,b", "dep_mod"));
	assert_false(module_list_has("a,dep-mods,b", "dep_mod"));
	assert_false(module_list_has("", "dep_mod"));
	assert_null(module_build_id(w->arena, ko));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_exports_of_others, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_positions, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
