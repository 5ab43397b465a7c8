// SPDX-License-Identifier: GPL-2.0
/*
 * protos - what global functions take and return, as DWARF tells it
 *
 * Types are told by name, as in C, so that a typedef stays a typedef; what a
 * struct has in it is the business of types.c.
 */
#include "diff/protos.h"

#include <dwarf.h>
#include <string.h>

#include "diff/dwfl.h"

#define DEPTH_MAX	16
#define PARAMS_MAX	64

static const char *type_text(struct arena *arena, Dwarf_Die *die, int depth);

/* The parameters of a function or of a type of functions. */
static const char *params_text(struct arena *arena, Dwarf_Die *func,
			       int depth)
{
	const char *text = "";
	Dwarf_Die die;
	int n = 0;

	if (dwarf_child(func, &die))
		return "void";
	do {
		const char *param;

		if (dwarf_tag(&die) == DW_TAG_formal_parameter)
			param = type_text(arena, &die, depth + 1);
		else if (dwarf_tag(&die) == DW_TAG_unspecified_parameters)
			param = "...";
		else
			continue;
		text = arena_printf(arena, "%s%s%s", text, n++ ? ", " : "",
				    param);
	} while (n < PARAMS_MAX && !dwarf_siblingof(&die, &die));
	return n ? text : "void";
}

static const char *func_text(struct arena *arena, Dwarf_Die *func, int depth)
{
	return arena_printf(arena, "%s (%s)", type_text(arena, func, depth),
			    params_text(arena, func, depth));
}

static const char *named_text(struct arena *arena, Dwarf_Die *type)
{
	const char *name = dwarf_diename(type);
	const char *kind = "";

	switch (dwarf_tag(type)) {
	case DW_TAG_structure_type:
		kind = "struct ";
		break;
	case DW_TAG_union_type:
		kind = "union ";
		break;
	case DW_TAG_enumeration_type:
		kind = "enum ";
		break;
	}
	return arena_printf(arena, "%s%s", kind, name ? name : "{...}");
}

/* The type that @die has. */
static const char *type_text(struct arena *arena, Dwarf_Die *die, int depth)
{
	Dwarf_Attribute attr;
	Dwarf_Die type;

	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr),
			       &type))
		return "void";
	if (depth > DEPTH_MAX)
		return "...";
	switch (dwarf_tag(&type)) {
	case DW_TAG_pointer_type:
		return arena_printf(arena, "%s *",
				    type_text(arena, &type, depth + 1));
	case DW_TAG_const_type:
		return arena_printf(arena, "const %s",
				    type_text(arena, &type, depth + 1));
	case DW_TAG_volatile_type:
	case DW_TAG_restrict_type:
		return type_text(arena, &type, depth + 1);
	case DW_TAG_array_type:
		return arena_printf(arena, "%s []",
				    type_text(arena, &type, depth + 1));
	case DW_TAG_subroutine_type:
		return func_text(arena, &type, depth + 1);
	default:
		return named_text(arena, &type);
	}
}

static void unit_read(Dwfl_Module *module, Dwarf_Die *unit, void *data)
{
	struct protos *protos = data;
	struct arena *arena = protos->arena;
	Dwarf_Die die;

	(void)module;
	if (dwarf_child(unit, &die))
		return;
	do {
		const char *name = dwarf_diename(&die);

		if (dwarf_tag(&die) != DW_TAG_subprogram || !name ||
		    !dwarf_hasattr(&die, DW_AT_external) ||
		    dwarf_hasattr(&die, DW_AT_declaration))
			continue;
		name = arena_strdup(arena, name);
		map_put(&protos->by_name, name,
			(void *)(uintptr_t)func_text(arena, &die, 0));
	} while (!dwarf_siblingof(&die, &die));
}

struct protos *protos_read(const char *path)
{
	struct arena *arena = arena_create();
	struct protos *protos = arena_new(arena, struct protos);

	protos->arena = arena;
	dwfl_read_unit(path, unit_read, protos);
	return protos;
}

void protos_destroy(struct protos *protos)
{
	if (!protos)
		return;
	map_deinit(&protos->by_name);
	arena_destroy(protos->arena);
}
