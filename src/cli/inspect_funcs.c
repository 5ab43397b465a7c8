// SPDX-License-Identifier: GPL-2.0
/*
 * inspect_funcs - the functions of a patch module, old and new
 *
 * The tables of a module are full of pointers that the module loader will
 * write; here they are followed through the relocations. What the core will
 * write is in tables of ours, and becomes references of code as others are.
 */
#include "cli/inspect_funcs.h"

#include <string.h>

#include "kernel/module.h"
#include "kmend_abi.h"

/* Where a pointer of a table leads to. */
struct place {
	struct sec *sec;	/* NULL: nowhere in the module */
	uint64_t off;
};

static struct place pointed(const struct sec *sec, uint64_t off)
{
	vec_for_each(&sec->relas, rela)
		if (rela->off == off)
			return (struct place){ rela->sym->sec,
				rela->sym->value + (uint64_t)rela->addend };
	return (struct place){0};
}

static const char *pointed_string(const struct sec *sec, uint64_t off)
{
	struct place at = pointed(sec, off);

	if (!at.sec || !at.sec->data || at.off >= at.sec->size ||
	    !memchr(at.sec->data + at.off, 0, at.sec->size - at.off))
		return "?";
	return (const char *)at.sec->data + at.off;
}

static const struct sec *table_find(const struct inspect_funcs *funcs,
				    const char *name)
{
	const struct sec *sec = obj_find_sec(funcs->patch, name);

	return sec && sec->data ? sec : NULL;
}

/* What the core will write: where, and the address of what. */
struct written {
	struct place at;
	struct kmend_abi_reloc reloc;
	struct kmend_abi_symbol abi;
	const char *name;	/* of the symbol */
};

static const char *const written_tables[][2] = {
	{ KMEND_ABI_SEC_INIT_RELOCS, KMEND_ABI_SEC_INIT_SYMBOLS },
	{ KMEND_ABI_SEC_RELOCS, KMEND_ABI_SEC_SYMBOLS },
};

/* Entry @i of all those tables; false: there are not so many. */
static bool written_get(const struct inspect_funcs *funcs, size_t i,
			struct written *ret)
{
	const struct sec *relocs = NULL, *symbols;
	size_t t, n = 0;
	uint64_t off;

	for (t = 0; t < ARRAY_LEN(written_tables); t++, i -= n) {
		relocs = table_find(funcs, written_tables[t][0]);
		n = relocs ? relocs->size / sizeof(ret->reloc) : 0;
		if (i < n)
			break;
	}
	if (t == ARRAY_LEN(written_tables))
		return false;
	*ret = (struct written){0};
	memcpy(&ret->reloc, relocs->data + i * sizeof(ret->reloc),
	       sizeof(ret->reloc));
	symbols = table_find(funcs, written_tables[t][1]);
	off = (uint64_t)ret->reloc.symbol * sizeof(ret->abi);
	if (!symbols || off >= symbols->size ||
	    symbols->size - off < sizeof(ret->abi))
		return true;	/* damaged: it leads nowhere */
	ret->at = pointed(relocs, i * sizeof(ret->reloc));
	memcpy(&ret->abi, symbols->data + off, sizeof(ret->abi));
	ret->name = pointed_string(symbols, off +
				   offsetof(struct kmend_abi_symbol, name));
	return true;
}

/* The references of one section of code. */
static struct code_refs *refs_read(const struct inspect_funcs *funcs,
				   const struct sec *code)
{
	struct code_refs *refs = arena_new(funcs->arena, struct code_refs);
	struct written w;

	vec_for_each(&code->relas, rela)
		vec_push(&refs->list, ((struct code_ref){
			.off = rela->off, .type = rela->type,
			.addend = rela->addend, .sym = rela->sym }));
	for (size_t i = 0; written_get(funcs, i, &w); i++)
		if (w.at.sec == code)
			vec_push(&refs->list, ((struct code_ref){
				.off = w.at.off, .type = w.reloc.type,
				.addend = w.reloc.addend, .name = w.name }));
	return refs;
}

static const struct code_refs *refs_of(const struct inspect_funcs *funcs,
				       struct sec *sec)
{
	if (!sec->priv)
		sec->priv = refs_read(funcs, sec);
	return sec->priv;
}

static struct err *code_set(const struct inspect_funcs *funcs, struct sec *sec,
			    uint64_t off, uint64_t size, struct code *ret)
{
	if (!sec || !sec->data || off > sec->size || size > sec->size - off)
		return err_new(ERR_FAILED, "damaged patch module: a function "
			       "is not in it");
	*ret = (struct code){ .bytes = sec->data + off, .addr = off,
			      .size = size, .sec = sec,
			      .refs = refs_of(funcs, sec) };
	return NULL;
}

/* Which symbol the core will write to this place of a table. */
static void old_find(const struct inspect_funcs *funcs, const struct sec *sec,
		     uint64_t off, struct inspect_func *func)
{
	struct written w;

	for (size_t i = 0; written_get(funcs, i, &w); i++)
		if (w.at.sec == sec && w.at.off == off) {
			func->old_addr = w.abi.addr;
			func->sympos = w.abi.sympos;
			return;
		}
}

static struct err *replaced_read(struct inspect_funcs *funcs)
{
	const struct sec *sec = table_find(funcs, KMEND_ABI_SEC_FUNCS);
	struct kmend_abi_func abi;
	size_t n = sec ? sec->size / sizeof(abi) : 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t off = i * sizeof(abi);
		struct inspect_func func = {
			.name = pointed_string(sec, off + offsetof(
					struct kmend_abi_func, name)),
			.object = pointed_string(sec, off + offsetof(
					struct kmend_abi_func, object)),
		};
		struct place at = pointed(sec, off + offsetof(
					struct kmend_abi_func, new_addr));
		struct err *err;

		memcpy(&abi, sec->data + off, sizeof(abi));
		func.old_size = abi.old_size;
		old_find(funcs, sec, off, &func);
		err = code_set(funcs, at.sec, at.off, abi.new_size,
			       &func.new);
		if (err)
			return err;
		vec_push(&funcs->list, func);
	}
	return NULL;
}

static bool is_listed(const struct inspect_funcs *funcs, const struct sym *sym)
{
	vec_for_each(&funcs->list, f)
		if (f->new.sec == sym->sec && f->new.addr == sym->value)
			return true;
	return false;
}

/*
 * A function that only replaced ones call is not in the table of functions;
 * but nobody may be in its old copy, so that is in the table of ranges.
 */
static void range_find(const struct inspect_funcs *funcs,
		       struct inspect_func *func)
{
	const struct sec *sec = table_find(funcs, KMEND_ABI_SEC_RANGES);
	struct kmend_abi_range abi;
	size_t n = sec ? sec->size / sizeof(abi) : 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t off = i * sizeof(abi);

		if (strcmp(func->name, pointed_string(sec, off +
				offsetof(struct kmend_abi_range, name))))
			continue;
		memcpy(&abi, sec->data + off, sizeof(abi));
		func->object = pointed_string(sec, off +
				offsetof(struct kmend_abi_range, object));
		func->old_size = abi.size;
		old_find(funcs, sec, off, func);
		return;
	}
}

/* Code of the patch that takes nobody's place; not our own entry. */
static struct err *new_read(struct inspect_funcs *funcs)
{
	vec_for_each(&funcs->patch->syms, p) {
		const struct sym *sym = *p;
		struct inspect_func func = { .name = sym->name };
		struct err *err;

		/* padding in front of a function is no function */
		if (!sym->sec || sym->type != STT_FUNC || !sym->size ||
		    strncmp(sym->sec->name, ".text", 5) ||
		    !strncmp(sym->name, "__pfx_", 6) || is_listed(funcs, sym))
			continue;
		range_find(funcs, &func);
		err = code_set(funcs, sym->sec, sym->value, sym->size,
			       &func.new);
		if (err)
			return err;
		vec_push(&funcs->list, func);
	}
	return NULL;
}

/* What makes names different in a running kernel tells a reader nothing. */
static void names_plain(struct inspect_funcs *funcs)
{
	const size_t n = strlen(KMEND_ABI_FUNC_SUFFIX);

	vec_for_each(&funcs->patch->syms, p) {
		struct sym *sym = *p;
		size_t len = strlen(sym->name);

		if (sym->type == STT_FUNC && len > n &&
		    !strcmp(sym->name + len - n, KMEND_ABI_FUNC_SUFFIX))
			sym->name = arena_printf(funcs->arena, "%.*s",
						 (int)(len - n), sym->name);
	}
}

struct err *inspect_funcs_read(struct inspect_funcs *ret)
{
	struct err *err;

	names_plain(ret);
	err = replaced_read(ret);

	return err ? err : new_read(ret);
}

static struct err *old_in_module(struct inspect_funcs *funcs,
				 struct inspect_func *func,
				 struct modules *modules)
{
	const struct module_file *file = NULL;
	struct err *err = modules_find(modules, func->object, &file);

	if (err)
		return err;
	if (!file)
		return err_new(ERR_FAILED, "the kernel's packages have no "
			       "module %s", func->object);
	vec_for_each(&file->ko->syms, p) {
		struct sym *sym = *p;

		if (!sym->sec || sym->type != STT_FUNC ||
		    strcmp(sym->name, func->name) ||
		    (func->sympos &&
		     module_sympos(file->ko, sym) != func->sympos))
			continue;
		return code_set(funcs, sym->sec, sym->value, func->old_size,
				&func->old);
	}
	return err_new(ERR_FAILED, "module %s has no function %s",
		       func->object, func->name);
}

struct err *inspect_funcs_old(struct inspect_funcs *funcs,
			      const struct facts *facts,
			      struct modules *modules)
{
	vec_for_each(&funcs->list, f) {
		struct err *err = NULL;

		if (f->object && strcmp(f->object, KMEND_ABI_VMLINUX)) {
			err = old_in_module(funcs, f, modules);
		} else if (f->object) {
			f->old = (struct code){
				.bytes = image_at(&facts->image, f->old_addr,
						  f->old_size),
				.addr = f->old_addr, .size = f->old_size,
				.facts = facts };
			if (!f->old.bytes)
				err = err_new(ERR_FAILED, "the kernel's image "
					      "has no %s", f->name);
		}
		if (err)
			return err;
	}
	return NULL;
}
