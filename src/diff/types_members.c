// SPDX-License-Identifier: GPL-2.0
/*
 * types_members - what a struct, union, enum or variable consists of
 *
 * A struct or union that has no name cannot be found by one in the other
 * object. Its members count as those of the type, member or variable that
 * leads to it, whose name stands in front of theirs:
 *
 *	struct dec { int a; struct { int pos, size; } temp; union { int b; }; };
 *
 * has the members "a", "temp", "temp.pos", "temp.size" and "b". A typedef is a
 * name. An array is looked at by its first element; where a pointer leads to
 * a struct without a name, the member is "ptr->pos".
 */
#include "diff/types_members.h"

#include <string.h>

#define DEPTH_MAX	32	/* of types without a name, of arrays */
#define MEMBERS_MAX	4000000	/* of all types: a damaged file has loops */
#define NAME_MAX_LEN	1000

/* A struct or union on the way to which nothing has a name. */
struct place {
	struct type *type;	/* that gets the members */
	const char *prefix;	/* of their names */
	uint64_t base;		/* in bits */
	int depth;
};

static void members_read(struct member_reader *r, const struct place *place,
			 Dwarf_Die *parent);

const char *type_kind(int tag)
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
bool die_number(Dwarf_Die *die, unsigned int at, uint64_t *ret)
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

/* In bytes, of the whole array where it is one. */
static uint64_t die_size(Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Die type;
	Dwarf_Word size;

	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr),
			       &type) ||
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

static bool is_struct(Dwarf_Die *die)
{
	return dwarf_tag(die) == DW_TAG_structure_type ||
	       dwarf_tag(die) == DW_TAG_union_type;
}

/* The struct or union without any name that @die leads to. */
static bool find_unnamed(Dwarf_Die *die, Dwarf_Die *ret, bool *ret_pointer)
{
	Dwarf_Die from = *die;
	const char *alias;

	*ret_pointer = false;
	for (int i = 0; i < DEPTH_MAX; i++) {
		if (!die_bare_type(&from, ret, &alias))
			return false;
		if (is_struct(ret))
			return !alias && !dwarf_diename(ret);
		if (dwarf_tag(ret) == DW_TAG_pointer_type)
			*ret_pointer = true;
		else if (dwarf_tag(ret) != DW_TAG_array_type)
			return false;
		from = *ret;
	}
	return false;
}

/* @name, and what it leads to as long as that has no name. */
static void member_add(struct member_reader *r, const struct place *place,
		       Dwarf_Die *die, const char *name, uint64_t bits)
{
	struct type_member member = {
		.name = arena_printf(r->texts.arena, "%s%s", place->prefix,
				     name),
		.off = place->base,
		.size = bits ? bits : die_size(die) * 8,
		.what = bits ? type_text_bits(&r->texts, die) :
			       type_text(&r->texts, die),
	};
	struct place inner = { .type = place->type, .base = place->base,
			       .depth = place->depth + 1 };
	Dwarf_Die type;
	bool pointer;

	vec_push(&place->type->members, member);
	if (bits || strlen(member.name) > NAME_MAX_LEN ||
	    !find_unnamed(die, &type, &pointer))
		return;
	if (pointer)
		inner.base = 0;
	inner.prefix = arena_printf(r->texts.arena, "%s%s", member.name,
				    pointer ? "->" : ".");
	members_read(r, &inner, &type);
}

static void member_read(struct member_reader *r, const struct place *place,
			Dwarf_Die *die)
{
	const char *name = dwarf_diename(die), *alias;
	struct place inner = *place;
	uint64_t bits = 0;
	Dwarf_Die type;

	if (dwarf_tag(die) != DW_TAG_member)
		return;
	die_number(die, DW_AT_bit_size, &bits);
	inner.base += member_offset(die, bits);
	if (!name && die_bare_type(die, &type, &alias) && is_struct(&type)) {
		inner.depth++;
		members_read(r, &inner, &type);
	} else if (name) {
		member_add(r, &inner, die, name, bits);
	}
}

static void members_read(struct member_reader *r, const struct place *place,
			 Dwarf_Die *parent)
{
	Dwarf_Die die;

	if (place->depth > DEPTH_MAX || dwarf_child(parent, &die))
		return;
	do
		member_read(r, place, &die);
	while (r->n++ < MEMBERS_MAX && !dwarf_siblingof(&die, &die));
}

static void constants_read(struct member_reader *r, struct type *type,
			   Dwarf_Die *parent)
{
	Dwarf_Die die;

	if (dwarf_child(parent, &die))
		return;
	do {
		struct type_member member = {0};
		const char *name = dwarf_diename(&die);

		if (dwarf_tag(&die) != DW_TAG_enumerator || !name)
			continue;
		member.name = arena_strdup(r->texts.arena, name);
		member.what = "";
		die_number(&die, DW_AT_const_value, &member.off);
		vec_push(&type->members, member);
	} while (r->n++ < MEMBERS_MAX && !dwarf_siblingof(&die, &die));
}

void members_of_type(struct member_reader *r, Dwarf_Die *die,
		     struct type *ret)
{
	const struct place place = { .type = ret, .prefix = "" };

	if (dwarf_tag(die) == DW_TAG_enumeration_type)
		constants_read(r, ret, die);
	else
		members_read(r, &place, die);
}

void members_of_variable(struct member_reader *r, Dwarf_Die *die,
			 struct type *ret)
{
	const struct place place = { .type = ret, .prefix = "" };

	member_add(r, &place, die, ret->name, 0);
}
