// SPDX-License-Identifier: GPL-2.0
/*
 * link_targets - what undefined names mean, by whose code uses them
 *
 * A name is looked for as the kernel's own link would, from near to far: in
 * what the patch adds to the same target, in the module that the code is part
 * of, in the kernel, among the exports of other modules. What a module has
 * becomes a reference to that module, which the core resolves whenever the
 * module is there: an ordinary import would make the whole patch depend on
 * it. Afterwards ld joins all targets and cannot tell them apart.
 */
#include <stdlib.h>
#include <string.h>

#include "build/link.h"
#include "kernel/module.h"
#include "kernel/resolve.h"
#include "kmend_abi.h"

/* Who defines a global name, of all that the patch adds. */
struct definer {
	const struct patch_obj *obj;
	bool several;		/* targets */
};

struct targets {
	const struct link *link;
	struct map definers;	/* name -> struct definer */
};

static const char *target_name(const struct module_file *module)
{
	return module ? module->name : KMEND_ABI_VMLINUX;
}

static bool is_undefined(const struct sym *sym)
{
	return !sym->sec && sym->shndx == SHN_UNDEF && *sym->name &&
	       strncmp(sym->name, KMEND_ABI_SYM_PREFIX,
		       strlen(KMEND_ABI_SYM_PREFIX));
}

static void find_definers(struct targets *t, const struct patch_obj *obj)
{
	vec_for_each(&obj->obj->syms, p) {
		struct definer *definer;

		if (!(*p)->sec || (*p)->bind == STB_LOCAL)
			continue;
		definer = map_find(&t->definers, (*p)->name);
		if (!definer) {
			definer = arena_new(t->link->arena, struct definer);
			definer->obj = obj;
			map_put(&t->definers, (*p)->name, definer);
			continue;
		}
		if (definer->obj->module == obj->module || definer->several)
			continue;
		definer->several = true;
		diag_add(t->link->diags, DIAG_REFUSE, "KM113", obj->unit,
			 (*p)->name, 0, "give one of them another name",
			 "the patch adds one to %s and another to %s",
			 target_name(definer->obj->module),
			 target_name(obj->module));
	}
}

static void to_module(struct sym *sym, const struct module_file *module,
		      const struct sym *found)
{
	sym->name = arena_printf(sym->obj->arena,
				 KMEND_ABI_SYM_PREFIX "%s.%u.0.%s",
				 module->name,
				 module_sympos(module->ko, found), sym->name);
}

static void refuse_export(const struct targets *t, const struct patch_obj *obj,
			  const struct sym *sym, const char *module)
{
	diag_add(t->link->diags, DIAG_REFUSE, "KM114", obj->unit, sym->name, 0,
		 obj->module ? "let the patch not use it" : "let the patch not "
		 "use it: what is built in must work without any module",
		 "is a symbol of the module %s, which need not be there "
		 "while %s runs this code", module, target_name(obj->module));
}

/* @sym is exported by another module than the one that @obj is part of. */
static struct err *from_module(const struct targets *t,
			       const struct patch_obj *obj, struct sym *sym,
			       const char *name)
{
	const struct module_file *module = NULL;
	const struct sym *found = NULL;
	bool there = false;
	struct err *err = NULL;

	if (obj->module)
		err = modules_depend(t->link->modules, obj->module->name, name,
				     &there);
	if (!err && there)
		err = modules_find(t->link->modules, name, &module);
	if (err)
		return err;
	if (module)
		found = module_global(module->ko, sym->name);
	if (found)
		to_module(sym, module, found);
	else
		refuse_export(t, obj, sym, name);
	return NULL;
}

/* Was it static in another unit of the same target, until the change? */
static const char *find_global(const struct targets *t,
			       const struct patch_obj *obj, const char *name)
{
	if (t->link->globals)
		vec_for_each(&t->link->globals->list, g)
			if (g->module == obj->module && !strcmp(g->name, name))
				return g->reference;
	return NULL;
}

static struct err *resolve(const struct targets *t,
			   const struct patch_obj *obj, struct sym *sym)
{
	const struct definer *definer = map_find(&t->definers, sym->name);
	const struct sym *found = NULL;
	const char *global;
	struct symref ref;

	if (definer && definer->obj->module == obj->module)
		return NULL;
	global = find_global(t, obj, sym->name);
	if (global) {
		sym->name = arena_strdup(sym->obj->arena, global);
		return NULL;
	}
	if (obj->module)
		found = module_global(obj->module->ko, sym->name);
	if (found) {
		to_module(sym, obj->module, found);
		return NULL;
	}
	facts_resolve(t->link->facts, sym->name, &ref);
	if (definer && (ref.kind == SYMREF_EXPORT ||
			ref.kind == SYMREF_GLOBAL ||
			ref.kind == SYMREF_MODULE))
		diag_add(t->link->diags, DIAG_REFUSE, "KM113", obj->unit,
			 sym->name, 0, "give the new one another name",
			 "is meant from %s, but the patch adds one of that "
			 "name to %s", target_name(obj->module),
			 target_name(definer->obj->module));
	else if (!definer && ref.kind == SYMREF_MODULE)
		return from_module(t, obj, sym, ref.module);
	return NULL;
}

struct err *link_targets(const struct link *link, const struct patch_obj *objs,
			 size_t n)
{
	struct targets t = { .link = link };
	struct err *err = NULL;

	for (size_t i = 0; i < n; i++)
		find_definers(&t, &objs[i]);
	for (size_t i = 0; i < n; i++)
		vec_for_each(&objs[i].obj->syms, p)
			if (!err && is_undefined(*p))
				err = resolve(&t, &objs[i], *p);
	map_deinit(&t.definers);
	return err;
}
