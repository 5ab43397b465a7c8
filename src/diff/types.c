// SPDX-License-Identifier: GPL-2.0
/*
 * types - structs, unions, enums and variables, as DWARF tells them
 *
 * A struct without a name takes that of its typedef; without one it is part
 * of what leads to it (types_members.c). An enum without a name is called
 * after its first constant. A type in a function is one of that function.
 *
 * Where objects of a type are is told by what mentions the type: a variable in
 * a frame, a pointer, a member of another type, a variable with a place of its
 * own. Objects of a type that a header defines may be anywhere.
 */
#include "diff/types.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <string.h>

#include "diff/dwfl.h"
#include "diff/types_members.h"

#define DEPTH_MAX	32	/* of arrays and such */
#define BLOCKS_MAX	512	/* of what lies in what */

struct reader {
	struct types *types;
	struct member_reader members;
	struct map by_die;	/* offset of the DIE -> struct type * */
	const char *file;	/* that the unit was made of */
	const char *func;	/* whose DIEs are read, or NULL */
};

/* The type of a DIE, without const, volatile, typedefs and arrays. */
static bool die_type(Dwarf_Die *die, Dwarf_Die *ret)
{
	Dwarf_Die from = *die;
	const char *alias;

	for (int i = 0; i < DEPTH_MAX; i++) {
		if (!die_bare_type(&from, ret, &alias))
			return false;
		if (dwarf_tag(ret) != DW_TAG_array_type)
			return true;
		from = *ret;
	}
	return false;
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

/* "struct name", "variable name", with the function that has it in front. */
static char *type_key(const char *kind, const struct type *of,
		      const char *name)
{
	return xasprintf("%s%s%s %s %u", of->func ? of->func : "",
			 of->func ? ": " : "", kind, name, of->nth);
}

/* A function may have several types of one name, in blocks of their own. */
static void list_type(struct types *types, struct type *type)
{
	for (;; type->nth++) {
		_cleanup_free_ char *key = type_key(type->kind, type,
						    type->name);

		if (map_has(&types->by_name, key))
			continue;
		map_put(&types->by_name, arena_strdup(types->arena, key),
			type);
		break;
	}
	vec_push(&types->list, type);
}

static struct type *type_create(struct reader *r, const char *kind,
				const char *name)
{
	struct arena *arena = r->types->arena;
	struct type *type = arena_new(arena, struct type);

	type->kind = kind;
	type->name = arena_strdup(arena, name);
	type->func = r->func;
	return type;
}

static void type_add(struct reader *r, Dwarf_Die *die, const char *name)
{
	struct type *type = type_create(r, type_kind(dwarf_tag(die)), name);

	type->lasting = !r->func && is_of_header(r, die);
	die_number(die, DW_AT_byte_size, &type->size);
	members_of_type(&r->members, die, type);
	list_type(r->types, type);
	map_put_num(&r->by_die, dwarf_dieoffset(die), type);
}

/* Numbers that anything may hold: nobody sees where. */
static void constants_add(struct reader *r, Dwarf_Die *die)
{
	struct type *type = type_create(r, "enum", "");

	members_of_type(&r->members, die, type);
	if (!type->members.n) {
		vec_deinit(&type->members);
		return;
	}
	type->name = type->members.v[0].name;
	type->unnamed = true;
	type->lasting = !r->func;
	vec_push(&r->types->list, type);
	vec_for_each(&type->members, m) {
		_cleanup_free_ char *key = type_key("", type, m->name);

		if (!map_has(&r->types->constants, key))
			map_put(&r->types->constants,
				arena_strdup(r->types->arena, key), m);
	}
	map_put_num(&r->by_die, dwarf_dieoffset(die), type);
}

/* A complete type that has a name, or a typedef of one that has none. */
static void type_read(struct reader *r, Dwarf_Die *die)
{
	const char *name = dwarf_diename(die), *alias;
	Dwarf_Die type = *die;

	if (dwarf_tag(die) == DW_TAG_typedef &&
	    (!die_bare_type(die, &type, &alias) || alias ||
	     dwarf_diename(&type)))
		return;
	if (!name || !type_kind(dwarf_tag(&type)) ||
	    dwarf_hasattr(&type, DW_AT_declaration))
		return;
	if (!map_find_num(&r->by_die, dwarf_dieoffset(&type)))
		type_add(r, &type, name);
}

/* Enums for which no typedef has been found. */
static void constants_read(struct reader *r, Dwarf_Die *die)
{
	if (dwarf_tag(die) == DW_TAG_enumeration_type && !dwarf_diename(die) &&
	    !map_find_num(&r->by_die, dwarf_dieoffset(die)))
		constants_add(r, die);
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
	else if (tag == DW_TAG_variable || tag == DW_TAG_formal_parameter ||
		 tag == DW_TAG_subprogram)
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

static void enter(struct reader *r, Dwarf_Die *die, int depth)
{
	const char *name;

	if (depth)
		return;
	r->func = NULL;
	if (dwarf_tag(die) != DW_TAG_subprogram)
		return;
	name = dwarf_diename(die);
	r->func = name ? arena_strdup(r->types->arena, name) : "";
}

static void type_note(struct reader *r, Dwarf_Die *die, int depth)
{
	enter(r, die, depth);
	type_read(r, die);
}

/* A variable that is declared may be defined further down. */
static void variable_read(struct reader *r, Dwarf_Die *die, int depth)
{
	const char *name = dwarf_diename(die);
	_cleanup_free_ char *key = NULL;
	struct type *type;

	if (dwarf_tag(die) != DW_TAG_variable || !name ||
	    !is_static(die, depth))
		return;
	type = type_create(r, "variable", name);
	type->lasting = true;
	members_of_variable(&r->members, die, type);
	vec_push(&r->types->variables, type);
	key = type_key(type->kind, type, name);
	map_put(&r->types->by_name, arena_strdup(r->types->arena, key), type);
}

static void rest_note(struct reader *r, Dwarf_Die *die, int depth)
{
	enter(r, die, depth);
	life_note(r, die, depth);
	constants_read(r, die);
	variable_read(r, die, depth);
}

static void unit_read(Dwfl_Module *module, Dwarf_Die *unit, void *data)
{
	struct reader r = { .types = data, .file = dwarf_diename(unit) };

	(void)module;
	map_init(&r.by_die, true);
	type_texts_init(&r.members.texts, r.types->arena);
	for_each_die(&r, unit, 0, type_note);
	for_each_die(&r, unit, 0, rest_note);
	type_texts_deinit(&r.members.texts);
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

static void list_deinit(struct type_list *list)
{
	vec_for_each(list, type)
		vec_deinit(&(*type)->members);
	vec_deinit(list);
}

void types_destroy(struct types *types)
{
	if (!types)
		return;
	list_deinit(&types->list);
	list_deinit(&types->variables);
	map_deinit(&types->by_name);
	map_deinit(&types->constants);
	arena_destroy(types->arena);
}

static const struct type *find(const struct types *types, const char *kind,
			       const struct type *like)
{
	_cleanup_free_ char *key = type_key(kind, like, like->name);

	return map_find(&types->by_name, key);
}

const struct type *types_find(const struct types *types,
			      const struct type *like)
{
	return find(types, like->kind, like);
}

const struct type *types_find_tag(const struct types *types,
				  const struct type *like)
{
	static const char *const kinds[] = { "struct", "union", "enum" };
	const struct type *type = types_find(types, like);

	for (size_t i = 0; !type && i < ARRAY_LEN(kinds); i++)
		type = find(types, kinds[i], like);
	return type;
}

const struct type_member *types_find_constant(const struct types *types,
					      const struct type *of,
					      const char *name)
{
	_cleanup_free_ char *key = type_key("", of, name);

	return map_find(&types->constants, key);
}
