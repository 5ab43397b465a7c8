// SPDX-License-Identifier: GPL-2.0
#include "build/link_tables.h"

#include <string.h>

#include "build/link_strings.h"
#include "elf/names.h"

/* The kernel is linked far above this, per-CPU offsets lie below. */
#define PERCPU_END	0x80000000u

static uint32_t ref_index(struct link_table *t, const struct table_ref *ref)
{
	for (size_t i = 0; i < t->refs.n; i++) {
		const struct table_ref *other = t->refs.v[i];

		if (!strcmp(other->name, ref->name) &&
		    other->addr == ref->addr &&
		    !strcmp(other->object, ref->object))
			return (uint32_t)i;
	}
	vec_push(&t->refs, ref);
	return (uint32_t)t->refs.n - 1;
}

void link_tables_add(struct link_tables *tables, struct table_ref *ref,
		     struct sec *sec, const struct rela *rela, bool once)
{
	struct link_table *t = once ? &tables->once : &tables->stay;

	/* the kernel expects zeroes where it writes */
	memset(sec->data + rela->off, 0, reloc_width(rela->type));
	vec_push(&t->relocs, ((struct kmend_abi_reloc){
		.addend = rela->addend, .symbol = ref_index(t, ref),
		.type = rela->type }));
	vec_push(&t->places, ((struct rela){
		.off = rela->off, .sym = sec->sym }));
}

static void symbols_write(const struct link_table *t, struct sec *table,
			  struct link_strings *strings)
{
	struct kmend_abi_symbol *syms = (void *)table->data;
	struct sym *sym = strings->sec->sym;

	for (size_t i = 0; i < t->refs.n; i++) {
		const struct table_ref *ref = t->refs.v[i];
		uint64_t at = i * sizeof(*syms);

		syms[i].addr = ref->addr;
		syms[i].sympos = ref->sympos;
		if (ref->addr && ref->addr < PERCPU_END)
			syms[i].flags = KMEND_ABI_SYM_PERCPU;
		sec_add_rela(table, at + offsetof(struct kmend_abi_symbol,
			     name), R_X86_64_64, sym,
			     link_strings_add(strings, ref->name));
		sec_add_rela(table, at + offsetof(struct kmend_abi_symbol,
			     object), R_X86_64_64, sym,
			     link_strings_add(strings, ref->object));
	}
}

static void table_write(const struct link_table *t, struct obj *obj,
			const char *symbols, const char *relocs,
			const char *strings)
{
	struct link_strings names;
	struct sec *table;

	if (!t->relocs.n)
		return;
	link_strings_init(&names, obj, strings);
	table = obj_add_sec(obj, symbols, SHT_PROGBITS, SHF_ALLOC, 8,
			    arena_array(obj->arena, t->refs.n,
					sizeof(struct kmend_abi_symbol)),
			    t->refs.n * sizeof(struct kmend_abi_symbol));
	symbols_write(t, table, &names);
	link_strings_write(&names);
	table = obj_add_sec(obj, relocs, SHT_PROGBITS, SHF_ALLOC, 8,
			    t->relocs.v, t->relocs.n * sizeof(*t->relocs.v));
	for (size_t i = 0; i < t->relocs.n; i++)
		sec_add_rela(table, i * sizeof(*t->relocs.v) +
			     offsetof(struct kmend_abi_reloc, place),
			     R_X86_64_64, t->places.v[i].sym,
			     (int64_t)t->places.v[i].off);
}

void link_tables_write(const struct link_tables *tables, struct obj *obj)
{
	table_write(&tables->once, obj, KMEND_ABI_SEC_INIT_SYMBOLS,
		    KMEND_ABI_SEC_INIT_RELOCS, KMEND_ABI_SEC_INIT_STRINGS);
	table_write(&tables->stay, obj, KMEND_ABI_SEC_SYMBOLS,
		    KMEND_ABI_SEC_RELOCS, KMEND_ABI_SEC_STRINGS);
}

static void table_deinit(struct link_table *t)
{
	vec_deinit(&t->refs);
	vec_deinit(&t->relocs);
	vec_deinit(&t->places);
}

void link_tables_deinit(struct link_tables *tables)
{
	table_deinit(&tables->once);
	table_deinit(&tables->stay);
}
