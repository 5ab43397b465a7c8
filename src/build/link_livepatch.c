// SPDX-License-Identifier: GPL-2.0
/*
 * link_livepatch - a patch module becomes one for mainline livepatch
 *
 * Up to here both formats are one. What .kmend.relocs has is then written as
 * relocations that mainline applies: .klp.rela.OBJECT.SECTION, with symbols
 * .klp.sym.OBJECT.NAME,POSITION. ld would not keep these, so it is done to the
 * finished module. The tables of the core go.
 */
#include <stddef.h>
#include <string.h>

#include "build/link.h"
#include "elf/names.h"
#include "kernel/module.h"
#include "kmend_abi.h"

struct klp {
	const struct link *link;
	struct obj *obj;
	const struct sec *syms, *relocs;
	struct sec *funcs;
	struct sym **klp_syms;	/* of each of @syms, or NULL */
};

static const struct rela *rela_at(const struct sec *sec, uint64_t off)
{
	size_t low = 0, high = sec->relas.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (sec->relas.v[mid].off < off)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sec->relas.n && sec->relas.v[low].off == off ?
	       &sec->relas.v[low] : NULL;
}

/* The string that the pointer at @off of a table leads to. */
static const char *string_at(const struct sec *table, uint64_t off)
{
	const struct rela *rela = rela_at(table, off);
	const struct sec *sec = rela ? rela->sym->sec : NULL;
	uint64_t at = rela ? rela->sym->value + (uint64_t)rela->addend : 0;

	if (!sec || !sec->data || at >= sec->size ||
	    !memchr(sec->data + at, 0, sec->size - at))
		return NULL;
	return (const char *)sec->data + at;
}

static const char *sym_object(const struct klp *k, uint32_t i)
{
	return string_at(k->syms, i * sizeof(struct kmend_abi_symbol) +
			 offsetof(struct kmend_abi_symbol, object));
}

static const char *sym_name(const struct klp *k, uint32_t i)
{
	return string_at(k->syms, i * sizeof(struct kmend_abi_symbol) +
			 offsetof(struct kmend_abi_symbol, name));
}

static uint32_t sym_pos(const struct klp *k, uint32_t i)
{
	struct kmend_abi_symbol sym;

	memcpy(&sym, k->syms->data + i * sizeof(sym), sizeof(sym));
	return sym.sympos;
}

static struct sym *klp_sym(const struct klp *k, uint32_t i)
{
	struct sym *sym = k->klp_syms[i];

	if (sym)
		return sym;
	sym = obj_add_sym(k->obj, arena_printf(k->link->arena,
			SYM_KLP_PREFIX "%s.%s,%u", sym_object(k, i),
			sym_name(k, i), sym_pos(k, i)),
			STB_GLOBAL, STT_NOTYPE, NULL, 0, 0);
	sym->shndx = SHN_LIVEPATCH;
	k->klp_syms[i] = sym;
	return sym;
}

static struct sec *klp_sec(const struct klp *k, const char *object,
			   struct sec *to)
{
	const char *name = arena_printf(k->link->arena, SEC_KLP_PREFIX "%s.%s",
					object, to->name);
	struct sec *sec;

	vec_for_each(&k->obj->secs, p)
		if ((*p)->link == to && !strcmp((*p)->name, name))
			return *p;
	sec = obj_add_sec(k->obj, name, SHT_RELA,
			  SHF_ALLOC | SHF_RELA_LIVEPATCH, 8, NULL, 0);
	sec->link = to;
	return sec;
}

/* A table of the core: nobody reads it here. */
static bool is_dropped(const struct sec *sec)
{
	return !strcmp(sec->name, KMEND_ABI_SEC_RANGES) ||
	       !strcmp(sec->name, KMEND_ABI_SEC_SYMBOLS) ||
	       !strcmp(sec->name, KMEND_ABI_SEC_RELOCS);
}

static struct err *reloc_convert(const struct klp *k, uint64_t at)
{
	const struct rela *place = rela_at(k->relocs, at +
				offsetof(struct kmend_abi_reloc, place));
	struct kmend_abi_reloc r;
	uint64_t off, pos;
	struct sec *sec;

	memcpy(&r, k->relocs->data + at, sizeof(r));
	sec = place ? place->sym->sec : NULL;
	if (!sec || !sec->data || !sym_object(k, r.symbol) ||
	    !sym_name(k, r.symbol))
		return err_new(ERR_FAILED, "relocation %#llx of the patch is "
			       "not understood", (unsigned long long)at);
	off = place->sym->value + (uint64_t)place->addend;
	if (is_dropped(sec))
		return NULL;
	if (sec == k->funcs) {
		/* by name: old_addr tells the position */
		pos = sym_pos(k, r.symbol);
		memcpy(sec->data + off, &pos, sizeof(pos));
		return NULL;
	}
	sec_add_rela(klp_sec(k, sym_object(k, r.symbol), sec), off, r.type,
		     klp_sym(k, r.symbol), r.addend);
	return NULL;
}

/*
 * mainline counts the symbols that a module has at the moment: while its init
 * runs, those of init sections, too, and later not.
 */
static struct err *position_check(const struct klp *k, uint32_t i)
{
	const char *object = sym_object(k, i), *name = sym_name(k, i);
	const struct module_file *file = NULL;
	size_t all = 0, kept = 0;
	struct err *err;

	if (!object || !name || !strcmp(object, KMEND_ABI_VMLINUX))
		return NULL;
	err = modules_find(k->link->modules, object, &file);
	if (err || !file)
		return err;
	vec_for_each(&file->ko->syms, p)
		if ((*p)->shndx != SHN_UNDEF || (*p)->sec)
			if (!strcmp((*p)->name, name)) {
				all++;
				kept += module_keeps(*p);
			}
	if (all != kept)
		diag_add(k->link->diags, DIAG_REFUSE, "KM126", object, name, 0,
			 "use kmend's own format", "has a namesake in the "
			 "module's init code, and mainline livepatch cannot "
			 "tell them apart");
	return NULL;
}

static struct err *convert(struct klp *k)
{
	size_t n = k->syms->size / sizeof(struct kmend_abi_symbol);
	struct err *err = NULL;

	k->klp_syms = arena_array(k->link->arena, n + 1, sizeof(*k->klp_syms));
	for (size_t i = 0; !err && i < n; i++)
		err = position_check(k, i);
	for (uint64_t at = 0; !err && at < k->relocs->size;
	     at += sizeof(struct kmend_abi_reloc))
		err = reloc_convert(k, at);
	vec_for_each(&k->obj->secs, p)
		(*p)->keep = !is_dropped(*p);
	vec_for_each(&k->obj->syms, p)
		(*p)->keep = !(*p)->sec || (*p)->sec->keep;
	obj_prune(k->obj);
	return err;
}

struct err *link_livepatch(const struct link *link, const char *module,
			   const char *out)
{
	_cleanup_obj_ struct obj *obj = NULL;
	struct klp k = { .link = link };
	struct err *err = obj_read(module, &obj);

	if (err)
		return err;
	k.obj = obj;
	k.syms = obj_find_sec(obj, KMEND_ABI_SEC_SYMBOLS);
	k.relocs = obj_find_sec(obj, KMEND_ABI_SEC_RELOCS);
	k.funcs = obj_find_sec(obj, KMEND_ABI_SEC_FUNCS);
	if (!k.syms || !k.relocs || !k.funcs)
		return err_new(ERR_FAILED, "'%s' has no tables", module);
	err = convert(&k);
	return err || diags_refuse(link->diags) ? err : obj_write(obj, out);
}

static void refuse(const struct link *link, const char *code,
		   const char *symbol, const char *what)
{
	diag_add(link->diags, DIAG_REFUSE, code, "patch", symbol, 0,
		 "use kmend's own format", "mainline livepatch has %s", what);
}

static void warn(const struct link *link, const char *code,
		 const char *symbol, const char *todo, const char *what)
{
	diag_add(link->diags, DIAG_WARN, code, "patch", symbol, 0, todo,
		 "mainline livepatch %s", what);
}

static void check_hook(const struct link *link, uint32_t kind,
		       const char *name)
{
	if (kind == KMEND_ABI_HOOK_PATCH || kind == KMEND_ABI_HOOK_UNPATCH)
		refuse(link, "KM121", name, "no instant at which all switch, "
		       "so no hook can run in it");
	if (kind == KMEND_ABI_HOOK_PRE_UNPATCH)
		warn(link, "KM123", name, "make sure that it need not",
		     "calls it, but it cannot keep the patch on");
	if (kind == KMEND_ABI_HOOK_PRE_UNPATCH ||
	    kind == KMEND_ABI_HOOK_POST_UNPATCH)
		warn(link, "KM127", name, "let a patch that replaces this one "
		     "do what the hook does", "does not call it when another "
		     "patch replaces this one");
}

static void check_hooks(const struct link *link, const struct obj *obj)
{
	const struct sec *hooks = obj_find_sec(obj, KMEND_ABI_SEC_HOOKS);
	struct kmend_abi_hook hook;

	for (uint64_t at = 0; hooks && at + sizeof(hook) <= hooks->size;
	     at += sizeof(hook)) {
		const struct rela *fn = rela_at(hooks, at);
		const struct sym *func = fn ? link_hook_func(obj, fn) : NULL;

		memcpy(&hook, hooks->data + at, sizeof(hook));
		check_hook(link, hook.kind, func ? func->name : NULL);
	}
}

/* What of the patch calls the core, which then has to be there. */
static void check_core(const struct link *link, const struct obj *obj)
{
	vec_for_each(&obj->syms, sym)
		if (!(*sym)->sec && (*sym)->shndx == SHN_UNDEF &&
		    !strncmp((*sym)->name, "kmend_shadow_", 13))
			warn(link, "KM128", (*sym)->name, "load kmend.ko "
			     "before the patch", "has shadow variables of its "
			     "own; this function is one of kmend.ko");
}

void link_livepatch_kernel(const struct link *link)
{
	if (!map_has(&link->facts->exports, "klp_enable_patch"))
		diag_add(link->diags, DIAG_REFUSE, "KM125", "patch", NULL, 0,
			 "use kmend's own format", "this kernel has no "
			 "mainline livepatch (CONFIG_LIVEPATCH)");
}

void link_livepatch_check(const struct link *link, const struct obj *obj)
{
	const struct sec *funcs = obj_find_sec(obj, KMEND_ABI_SEC_FUNCS);
	struct kmend_abi_func func;

	if (link->said->mode &&
	    strcmp(link->said->mode, KMEND_ABI_MODE_PER_TASK))
		refuse(link, "KM122", NULL, "only one mode, in which tasks "
		       "switch one by one; the patch asks for another");
	for (uint64_t at = 0; funcs && at + sizeof(func) <= funcs->size;
	     at += sizeof(func)) {
		memcpy(&func, funcs->data + at, sizeof(func));
		if (func.flags & KMEND_ABI_FUNC_IMMEDIATE)
			refuse(link, "KM122", string_at(funcs, at +
			       offsetof(struct kmend_abi_func, name)),
			       "no functions that switch without a check");
	}
	check_hooks(link, obj);
	check_core(link, obj);
}
