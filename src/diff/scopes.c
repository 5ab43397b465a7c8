// SPDX-License-Identifier: GPL-2.0
/*
 * scopes - where in the source static locals are declared, from DWARF
 *
 * gcc calls the static locals of all functions warned.0, warned.1 and so on.
 * DWARF has a DW_TAG_variable of each in the function that declares it, with
 * its address and type. Of an inlined function that is the abstract instance,
 * wherever the function was inlined, and of a clone the function itself. The
 * block is left out: a variable that moves into a block stays the same, and
 * which of several of a function it is, pass_align.c finds out.
 */
#include "diff/scopes.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <string.h>

#include "diff/dwfl.h"

#define DEPTH_MAX 512	/* of blocks; a damaged file has loops */
#define TYPE_DEPTH 8	/* of a type: what is deeper is not told apart */

struct reader {
	struct arena *arena;
	struct side *side;
	Dwfl_Module *module;
};

static const char *type_text(struct arena *arena, Dwarf_Die *die, int depth);

static const char *parts_text(struct arena *arena, Dwarf_Die *die, int depth)
{
	const char *text = "";
	Dwarf_Word off;
	Dwarf_Die part;
	Dwarf_Attribute attr;

	if (dwarf_child(die, &part))
		return text;
	do {
		const char *name = dwarf_diename(&part);

		off = 0;
		if (dwarf_attr(&part, DW_AT_data_member_location, &attr))
			dwarf_formudata(&attr, &off);
		if (dwarf_attr(&part, DW_AT_count, &attr) ||
		    dwarf_attr(&part, DW_AT_upper_bound, &attr))
			dwarf_formudata(&attr, &off);
		text = arena_printf(arena, "%s %s@%llu %s;", text,
				    name ? name : "", (unsigned long long)off,
				    type_text(arena, &part, depth + 1));
	} while (!dwarf_siblingof(&part, &part));
	return text;
}

/* Is the DIE only another name of its type, or says how it is accessed? */
static bool is_passed_through(int tag)
{
	return tag == DW_TAG_typedef || tag == DW_TAG_const_type ||
	       tag == DW_TAG_volatile_type || tag == DW_TAG_restrict_type;
}

/* The type that @die has, so that two texts differ where the types do. */
static const char *type_text(struct arena *arena, Dwarf_Die *die, int depth)
{
	Dwarf_Attribute attr;
	Dwarf_Die type = *die;
	const char *name;
	int tag, steps = 0;

	do {
		if (!dwarf_formref_die(dwarf_attr(&type, DW_AT_type, &attr),
				       &type))
			return "void";
		tag = dwarf_tag(&type);
	} while (is_passed_through(tag) && steps++ < DEPTH_MAX);
	name = dwarf_diename(&type);
	if (depth >= TYPE_DEPTH)
		return "...";
	switch (tag) {
	case DW_TAG_pointer_type:
		return arena_printf(arena, "*%s",
				    type_text(arena, &type, depth + 1));
	case DW_TAG_array_type:
	case DW_TAG_subroutine_type:
		return arena_printf(arena, "%d %s (%s)", tag,
				    type_text(arena, &type, depth + 1),
				    parts_text(arena, &type, depth));
	default:
		return arena_printf(arena, "%d %s", tag, name ? name :
				    parts_text(arena, &type, depth));
	}
}

static struct piece *piece_of(const struct reader *r, Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Op *ops;
	const char *name;
	size_t n;

	if (dwarf_getlocation(dwarf_attr(die, DW_AT_location, &attr), &ops,
			      &n) || !n || ops[0].atom != DW_OP_addr)
		return NULL;
	name = dwfl_module_addrname(r->module, ops[0].number);
	return name ? map_find(&r->side->by_name, name) : NULL;
}

static void variable_read(const struct reader *r, Dwarf_Die *die,
			  const char *func)
{
	struct piece *piece = piece_of(r, die);

	if (piece && piece->kind == PIECE_DATA && !piece->homonyms &&
	    !piece->global)
		piece->scope = arena_printf(r->arena, "%s, %s", func,
					    type_text(r->arena, die, 0));
}

static void scope_read(const struct reader *r, Dwarf_Die *parent,
		       const char *func, int depth)
{
	Dwarf_Die die;

	if (depth > DEPTH_MAX || dwarf_child(parent, &die))
		return;
	do {
		int tag = dwarf_tag(&die);
		const char *name = func;

		if (tag == DW_TAG_variable && func)
			variable_read(r, &die, func);
		if (tag == DW_TAG_subprogram ||
		    tag == DW_TAG_inlined_subroutine)
			name = dwarf_diename(&die);
		else if (tag != DW_TAG_lexical_block)
			continue;
		scope_read(r, &die, name, depth + 1);
	} while (!dwarf_siblingof(&die, &die));
}

static void unit_read(Dwfl_Module *module, Dwarf_Die *unit, void *data)
{
	struct reader *r = data;

	r->module = module;
	scope_read(r, unit, NULL, 0);
}

void scopes_read(struct arena *arena, struct side *side)
{
	struct reader r = { .arena = arena, .side = side };

	if (side_has_dwarf(side))
		dwfl_read_unit(side->obj->path, unit_read, &r);
}

bool scopes_agree(const struct piece *a, const struct piece *b)
{
	if (!a->scope || !b->scope)
		return a->scope == b->scope;
	return !strcmp(a->scope, b->scope);
}
