// SPDX-License-Identifier: GPL-2.0
/*
 * types - structs, unions and enums, as DWARF tells them
 *
 * Members of anonymous structs and unions count as members of what holds
 * them, as in C. A struct without a name takes that of its typedef. Where
 * objects of a type are is told by who mentions it: a variable in a frame, a
 * pointer, a member of another type, a variable with a place of its own. What
 * a header defines may be anywhere.
 */
#include "diff/types.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <string.h>

#include "diff/dwfl.h"

#define DEPTH_MAX	32	/* of anonymous members, of arrays and such */
#define BLOCKS_MAX	512	/* of what lies in what */
#define MEMBERS_MAX	4000000	/* of all types: a damaged file has loops */

struct reader {
	struct types *types;
	struct map by_die;	/* offset of the DIE -> struct type * */
	const char *file;	/* that the unit was made of */
	size_t n_members;	/* read so far */
};

static const char *kind_of(int tag)
{
	switch (tag) {
	case DW_TAG_structure_type:
		return "struct";
	case DW_TAG_union_type:
		return "union";
	case DW_TAG_enumeration_type:
		return "enum";
	}
	return NULL;
}

/* Constants without a sign are written without one, however large. */
static bool die_number(Dwarf_Die *die, unsigned int at, uint64_t *ret)
{
	Dwarf_Attribute attr;
	Dwarf_Sword value;
	Dwarf_Word word;

	if (!dwarf_attr(die, at, &attr))
		return false;
	if (dwarf_whatform(&attr) != DW_FORM_sdata &&
	    !dwarf_formudata(&attr, &word)) {
		*ret = word;
		return true;
	}
	if (dwarf_formsdata(&attr, &value))
		return false;
	*ret = (uint64_t)value;
	return true;
}

/* The type of a DIE, without const, volatile, typedefs and arrays. */
static bool die_type(Dwarf_Die *die, Dwarf_Die *ret)
{
	Dwarf_Attribute attr;

	if (!dwarf_formref_die(dwarf_attr(die, DW_AT_type, &attr), ret))
		return false;
	for (int i = 0; i < DEPTH_MAX; i++) {
		switch (dwarf_tag(ret)) {
		case DW_TAG_array_type:
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
		case DW_TAG_restrict_type:
		case DW_TAG_typedef:
			break;
		default:
			return true;
		}
		if (!dwarf_formref_die(dwarf_attr(ret, DW_AT_type, &attr),
				       ret))
			return false;
	}
	return false;
}

/* In bytes, of the whole array where it is one. */
static uint64_t die_size(Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Die type;
	Dwarf_Word size;

	if (!dwarf_formref_die(dwarf_attr(die, DW_AT_type, &attr), &type) ||
	    dwarf_aggregate_size(&type, &size))
		return 0;
	return size;
}

/* Where a member is in what has it, in bits. */
static uint64_t member_offset(Dwarf_Die *die, uint64_t bits)
{
	uint64_t off = 0, from_top, bytes;

	if (!die_number(die, DW_AT_data_member_location, &off)) {
		die_number(die, DW_AT_data_bit_offset, &off);
		return off;
	}
	/* a bit field of DWARF 4, counted from the end of its unit */
	if (bits && die_number(die, DW_AT_bit_offset, &from_top) &&
	    die_number(die, DW_AT_byte_size, &bytes))
		return (off + bytes) * 8 - from_top - bits;
	return off * 8;
}

static void member_read(struct reader *r, struct type *type, Dwarf_Die *die,
			uint64_t base, int depth);

static void members_read(struct reader *r, struct type *type,
			 Dwarf_Die *parent, uint64_t base, int depth)
{
	Dwarf_Die die;

	if (depth > DEPTH_MAX || dwarf_child(parent, &die))
		return;
	do
		member_read(r, type, &die, base, depth);
	while (r->n_members++ < MEMBERS_MAX && !dwarf_siblingof(&die, &die));
}

static void member_read(struct reader *r, struct type *type, Dwarf_Die *die,
			uint64_t base, int depth)
{
	const char *name = dwarf_diename(die);
	struct type_member member = { .name = name ? name : "" };
	uint64_t bits = 0;
	Dwarf_Die inner;

	if (dwarf_tag(die) == DW_TAG_enumerator) {
		die_number(die, DW_AT_const_value, &member.off);
		vec_push(&type->members, member);
		return;
	}
	if (dwarf_tag(die) != DW_TAG_member)
		return;
	die_number(die, DW_AT_bit_size, &bits);
	member.off = base + member_offset(die, bits);
	if (!name && die_type(die, &inner) && kind_of(dwarf_tag(&inner)) &&
	    !dwarf_diename(&inner)) {
		members_read(r, type, &inner, member.off, depth + 1);
		return;
	}
	member.size = bits ? bits : die_size(die) * 8;
	vec_push(&type->members, member);
}

static bool is_of_header(const struct reader *r, Dwarf_Die *die)
{
	const char *file = dwarf_decl_file(die), *slash;

	if (!file || !r->file)
		return false;
	/* one of them may have the directory in front */
	slash = strrchr(r->file, '/');
	slash = slash ? slash + 1 : r->file;
	return strlen(file) < strlen(slash) ||
	       strcmp(file + strlen(file) - strlen(slash), slash) != 0;
}

static void type_add(struct reader *r, Dwarf_Die *die, const char *name)
{
	struct types *types = r->types;
	struct type *type = arena_new(types->arena, struct type);
	const char *kind = kind_of(dwarf_tag(die));
	const char *key = arena_printf(types->arena, "%s %s", kind, name);

	type->kind = kind;
	type->name = arena_strdup(types->arena, name);
	type->lasting = is_of_header(r, die);
	die_number(die, DW_AT_byte_size, &type->size);
	members_read(r, type, die, 0, 0);
	vec_for_each(&type->members, m)
		m->name = arena_strdup(types->arena, m->name);
	vec_push(&types->list, type);
	map_put(&types->by_name, key, type);
	map_put_num(&r->by_die, dwarf_dieoffset(die), type);
}

/* A type at file scope, or a typedef of one without a name. */
static void type_read(struct reader *r, Dwarf_Die *die)
{
	const char *name = dwarf_diename(die);
	Dwarf_Attribute attr;
	Dwarf_Die type = *die;

	if (dwarf_tag(die) == DW_TAG_typedef &&
	    (!dwarf_formref_die(dwarf_attr(die, DW_AT_type, &attr), &type) ||
	     dwarf_diename(&type)))
		return;
	if (!name || !kind_of(dwarf_tag(&type)) ||
	    dwarf_hasattr(&type, DW_AT_declaration))
		return;
	if (!map_find_num(&r->by_die, dwarf_dieoffset(&type)))
		type_add(r, &type, name);
}

/* Does the variable lie in memory of its own, not in a frame? */
static bool is_static(Dwarf_Die *die, int depth)
{
	Dwarf_Attribute attr;
	Dwarf_Op *ops;
	size_t n;

	if (!depth)
		return true;
	return !dwarf_getlocation(dwarf_attr(die, DW_AT_location, &attr), &ops,
				  &n) && n && ops[0].atom == DW_OP_addr;
}

/* The struct, union or enum that @die leads to; NULL: none with a name. */
static struct type *die_target(struct reader *r, Dwarf_Die *die, bool through,
			       bool *ret_pointer)
{
	Dwarf_Die to, from = *die;

	*ret_pointer = false;
	for (int i = 0; i < DEPTH_MAX && die_type(&from, &to); i++) {
		if (dwarf_tag(&to) != DW_TAG_pointer_type || !through)
			return map_find_num(&r->by_die, dwarf_dieoffset(&to));
		*ret_pointer = true;
		from = to;
	}
	return NULL;
}

/* What this DIE says about where objects of a type are. */
static void life_note(struct reader *r, Dwarf_Die *die, int depth)
{
	int tag = dwarf_tag(die);
	bool lasting = tag == DW_TAG_member ||
		       (tag == DW_TAG_variable && is_static(die, depth));
	bool pointer;
	struct type *type = die_target(r, die, lasting, &pointer);

	if (!type)
		return;
	if (lasting)
		type->lasting = true;
	else if (tag == DW_TAG_pointer_type)
		type->pointed = true;
	else if (tag == DW_TAG_variable)
		type->in_frame = true;
}

/* Calls @see for all that is below @parent. */
static void for_each_die(struct reader *r, Dwarf_Die *parent, int depth,
			 void (*see)(struct reader *, Dwarf_Die *, int))
{
	Dwarf_Die die;

	if (depth > BLOCKS_MAX || dwarf_child(parent, &die))
		return;
	do {
		see(r, &die, depth);
		for_each_die(r, &die, depth + 1, see);
	} while (!dwarf_siblingof(&die, &die));
}

static void type_note(struct reader *r, Dwarf_Die *die, int depth)
{
	if (!depth)
		type_read(r, die);
}

static void unit_read(Dwfl_Module *module, Dwarf_Die *unit, void *data)
{
	struct reader r = { .types = data, .file = dwarf_diename(unit) };

	(void)module;
	map_init(&r.by_die, true);
	for_each_die(&r, unit, 0, type_note);
	for_each_die(&r, unit, 0, life_note);
	map_deinit(&r.by_die);
}

struct types *types_read(const char *path)
{
	struct arena *arena = arena_create();
	struct types *types = arena_new(arena, struct types);

	types->arena = arena;
	dwfl_read_unit(path, unit_read, types);
	return types;
}

void types_destroy(struct types *types)
{
	if (!types)
		return;
	vec_for_each(&types->list, type)
		vec_deinit(&(*type)->members);
	vec_deinit(&types->list);
	map_deinit(&types->by_name);
	arena_destroy(types->arena);
}

const struct type *types_find(const struct types *types,
			      const struct type *like)
{
	_cleanup_free_ char *key = xasprintf("%s %s", like->kind, like->name);

	return map_find(&types->by_name, key);
}
