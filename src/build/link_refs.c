// SPDX-License-Identifier: GPL-2.0
/*
 * link_refs - references that the module loader cannot resolve
 *
 * What the kernel exports stays an ordinary import, with its checksum. What
 * it does not export becomes an entry of a table of symbols with the address in
 * the image, and each relocation to it an entry of a table that the core goes
 * through when the module is loaded (link_tables.h). A name that is neither is
 * a finding.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "build/link.h"
#include "build/link_tables.h"
#include "elf/names.h"
#include "kernel/module.h"
#include "kernel/resolve.h"
#include "kmend_abi.h"

struct refs {
	const struct link *link;
	struct obj *obj;
	struct link_tables tables;
	struct link_objects objects;
};

static __printf(4, 5) void refuse(const struct refs *refs,
				  const struct sym *sym, const char *todo,
				  const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_add(refs->link->diags, DIAG_REFUSE, "KM110", "patch", sym->name,
		 0, todo, "%s", arena_vprintf(refs->link->arena, fmt, ap));
	va_end(ap);
}

/*
 * Without proof a name is all that is known, and must be enough: it has to be
 * the only one. False, with a finding, if it is not.
 */
static bool ref_by_name(const struct refs *refs, struct table_ref *ref)
{
	const struct module_file *file = NULL;
	const struct ksym *ksym;
	size_t n = 0;

	if (!strcmp(ref->object, KMEND_ABI_VMLINUX)) {
		n = facts_count(refs->link->facts, ref->name);
		ksym = facts_find(refs->link->facts, ref->name, 0);
		ref->addr = ksym ? ksym->addr : 0;
	} else {
		err_destroy(modules_find(refs->link->modules, ref->object,
					 &file));
		for (size_t i = 0; file && i < file->ko->syms.n; i++)
			n += module_keeps(file->ko->syms.v[i]) &&
			     !strcmp(file->ko->syms.v[i]->name, ref->name);
	}
	if (n == 1)
		return true;
	diag_add(refs->link->diags, DIAG_REFUSE, "KM105", "patch", ref->name,
		 0, "only a unit that is proved tells which one is meant",
		 "%zu symbols of %s have this name, and the unit is not "
		 "proved", n, ref->object);
	return false;
}

/* ".kmend.sym.OBJECT.SYMPOS.ADDR.NAME", as the diff engine writes it. */
static struct table_ref *ref_parse(const struct refs *refs,
				   const struct sym *sym)
{
	struct table_ref *ref = arena_new(refs->link->arena, struct table_ref);
	char *p = arena_strdup(refs->link->arena,
			       sym->name + strlen(KMEND_ABI_SYM_PREFIX));
	const char *sympos, *addr;

	ref->object = strsep(&p, ".");
	sympos = strsep(&p, ".");
	addr = strsep(&p, ".");
	if (!p || !*p) {
		refuse(refs, sym, NULL, "not a reference to a symbol");
		return NULL;
	}
	ref->sympos = strtoul(sympos, NULL, 10);
	ref->addr = strtoull(addr, NULL, 16);
	ref->name = p;
	if (refs->link->unverified && !ref->addr && !ref->sympos &&
	    !ref_by_name(refs, ref))
		return NULL;
	return ref;
}

static struct table_ref *ref_kernel(const struct refs *refs,
				    const struct ksym *ksym)
{
	struct table_ref *ref = arena_new(refs->link->arena, struct table_ref);

	ref->name = ksym->name;
	ref->object = KMEND_ABI_VMLINUX;
	ref->addr = ksym->addr;
	ref->sympos = ksym->sympos;
	return ref;
}

static struct table_ref *ref_module(const struct refs *refs,
			      const struct module_file *module,
			      const struct sym *sym)
{
	struct table_ref *ref = arena_new(refs->link->arena, struct table_ref);

	ref->name = sym->name;
	ref->object = module->name;
	ref->sympos = module_sympos(module->ko, sym);
	return ref;
}

/* NULL: the module loader resolves it, or it was refused. */
static struct table_ref *ref_find(const struct refs *refs,
				  const struct sym *sym)
{
	struct symref found;

	if (!strncmp(sym->name, KMEND_ABI_SYM_PREFIX,
		     strlen(KMEND_ABI_SYM_PREFIX)))
		return ref_parse(refs, sym);
	facts_resolve(refs->link->facts, sym->name, &found);
	switch (found.kind) {
	case SYMREF_EXPORT:
		return NULL;
	case SYMREF_GLOBAL:
		return ref_kernel(refs, found.sym);
	case SYMREF_MODULE:
		refuse(refs, sym, link_module_todo(sym),
		       "only the module %s has this symbol", found.module);
		return NULL;
	case SYMREF_AMBIGUOUS:
		refuse(refs, sym, "which one is meant cannot be known",
		       "%zu symbols of the kernel have this name",
		       found.count);
		return NULL;
	case SYMREF_LOCAL:
		refuse(refs, sym, "let the patch not use it, or make it global "
		       "in a file of the same patch",
		       "the kernel has this symbol only as a static one");
		return NULL;
	case SYMREF_UNKNOWN:
		if (sym->bind != STB_WEAK)
			refuse(refs, sym, "is a file of the fix missing?",
			       "neither the kernel nor the patch has this "
			       "symbol");
		return NULL;
	}
	return NULL;
}

/* Of the entry unit: the core's, the module's own, ends of our tables. */
static bool sym_is_ours(const struct sym *sym)
{
	return !strncmp(sym->name, "kmend_", 6) ||
	       !strcmp(sym->name, "__this_module");
}

static bool reloc_is_known(uint32_t type)
{
	switch (type) {
	case R_X86_64_64:
	case R_X86_64_PC64:
	case R_X86_64_32:
	case R_X86_64_32S:
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		return true;
	}
	return false;
}

/*
 * What leads to the kernel is written once. What belongs to the patch's end is
 * named in no init section: modpost takes that for a call.
 */
static bool is_once(const struct refs *refs, const struct sec *sec,
		    const struct table_ref *ref)
{
	return !refs->link->livepatch &&
	       !strcmp(ref->object, KMEND_ABI_VMLINUX) &&
	       strncmp(sec->name, ".exit.", strlen(".exit."));
}

static void reloc_take(struct refs *refs, struct sec *sec,
		       const struct rela *rela, struct table_ref *ref)
{
	if (!reloc_is_known(rela->type)) {
		diag_add(refs->link->diags, DIAG_REFUSE, "KM111", "patch",
			 ref->name, rela->off, NULL, "a relocation of type %s "
			 "cannot be written when the patch is loaded",
			 reloc_name(rela->type));
		return;
	}
	link_object(&refs->objects, ref->object, 0);
	link_tables_add(&refs->tables, ref, sec, rela,
			is_once(refs, sec, ref));
}

/*
 * A site of a static call names the key if the patch has the name of it
 * (static_call_update()), else the trampoline. static_call_add_module() of
 * kernel/static_call_inline.c, Linux 6.1 and 6.12, looks the key up for
 * trampolines that are exported; for others we name the key, which it takes
 * as it is. The addend, which may carry a flag, stays.
 */
static struct err *static_call_key(const struct refs *refs,
				   const struct sym *site,
				   struct table_ref **ref)
{
	static const char tramp_prefix[] = "__SCT__";
	const char *name = (*ref)->name, *key;
	const struct module_file *module = NULL;
	const struct sym *in_module;
	struct symref found = {0};
	struct err *err = NULL;

	if (strncmp(name, tramp_prefix, strlen(tramp_prefix)))
		return NULL;
	key = arena_printf(refs->link->arena, "__SCK__%s",
			   name + strlen(tramp_prefix));
	if (strcmp((*ref)->object, KMEND_ABI_VMLINUX))
		err = modules_find(refs->link->modules, (*ref)->object,
				   &module);
	if (err)
		return err;
	*ref = NULL;
	in_module = module ? module_global(module->ko, key) : NULL;
	if (!module)
		facts_resolve(refs->link->facts, key, &found);
	if (in_module)
		*ref = ref_module(refs, module, in_module);
	else if (found.sym)
		*ref = ref_kernel(refs, found.sym);
	else
		refuse(refs, site, NULL, "a static call whose key is not "
		       "found");
	return NULL;
}

/*
 * What the kernel reads of the patch as soon as it is loaded must lead
 * somewhere by then, and does not follow when a module comes back.
 */
static void needs_module(struct refs *refs, const struct sec *sec,
			 struct table_ref *ref)
{
	if (ref->needed)
		return;
	ref->needed = true;
	if (refs->link->livepatch) {
		diag_add(refs->link->diags, DIAG_REFUSE, "KM124", ref->object,
			 ref->name, 0, "use kmend's own format", "code of the "
			 "patch has %s that depends on it, which mainline "
			 "livepatch resolves too late",
			 sec_applied_at_load(sec));
		return;
	}
	diag_add(refs->link->diags, DIAG_WARN, "KM112", ref->object,
		 ref->name, 0, "load the module before the patch; it stays "
		 "until the patch is unloaded", "code of the patch has %s that "
		 "depends on it", sec_applied_at_load(sec));
	link_object(&refs->objects, ref->object,
		    KMEND_ABI_OBJECT_NEEDED);
}

static struct err *sec_take(struct refs *refs, struct sec *sec)
{
	bool discarded = sec_is_discarded(sec);
	struct err *err = NULL;
	size_t kept = 0;

	for (size_t i = 0; !err && i < sec->relas.n; i++) {
		struct rela rela = sec->relas.v[i];
		struct table_ref *ref = rela.sym->priv;

		if (!ref) {
			if (sec_is_static_call_sites(sec))
				rela.sym = link_call_import(refs->link,
						refs->obj, rela.sym);
			sec->relas.v[kept++] = rela;
			continue;
		}
		if (sec_is_static_call_sites(sec))
			err = static_call_key(refs, rela.sym, &ref);
		if (err || !ref || discarded)
			continue;
		reloc_take(refs, sec, &rela, ref);
		if (strcmp(ref->object, KMEND_ABI_VMLINUX) &&
		    sec_applied_at_load(sec))
			needs_module(refs, sec, ref);
	}
	sec->relas.n = kept;
	return err;
}

/* Undefined symbols that nothing refers to any more would be imported. */
static void leftovers_drop(struct obj *obj)
{
	vec_for_each(&obj->secs, sec)
		(*sec)->keep = true;
	vec_for_each(&obj->syms, sym)
		(*sym)->keep = (*sym)->sec || (*sym)->shndx;
	vec_for_each(&obj->secs, sec)
		vec_for_each(&(*sec)->relas, rela)
			rela->sym->keep = true;
	obj_prune(obj);
}

struct err *link_refs(const struct link *link, struct obj *obj)
{
	struct refs refs = { .link = link, .obj = obj };
	size_t n = obj->secs.n;
	struct err *err = NULL;

	vec_for_each(&obj->syms, p) {
		struct sym *sym = *p;

		sym->priv = NULL;
		if (!sym->sec && sym->shndx == SHN_UNDEF && *sym->name &&
		    !sym_is_ours(sym))
			sym->priv = ref_find(&refs, sym);
	}
	for (size_t i = 0; !err && i < n; i++)
		err = sec_take(&refs, obj->secs.v[i]);
	if (!err)
		err = link_objects_write(link, obj, &refs.objects);
	if (!err) {
		link_tables_write(&refs.tables, obj);
		leftovers_drop(obj);
	}
	link_tables_deinit(&refs.tables);
	vec_deinit(&refs.objects.list);
	return err;
}
