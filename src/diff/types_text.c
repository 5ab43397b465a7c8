// SPDX-License-Identifier: GPL-2.0
/*
 * types_text - the type of a member or variable, in a few words
 *
 * Typedefs, const and volatile do not count: "const __u32" and "unsigned int"
 * are both "u32". A struct, union or enum is told by its name; its own layout
 * is compared elsewhere. Behind a pointer, and in the prototype of a function
 * that is pointed to, numbers are told by their size alone: "char *" and
 * "u8 *" are the same pointer, but "struct a *" and "struct b *" are not.
 *
 *	long				s64
 *	unsigned char [2][4]		u8[2][4]
 *	const struct foo *		struct foo *
 *	int (*)(void *, enum foo)	int32 (void *, int32) *
 */
#include "diff/types_text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#define DEPTH_MAX	32
#define PARAMS_MAX	64
#define TEXTS_MAX	1000000	/* a damaged file has loops */
#define LENGTH_MAX	4096

static const char *text_of(struct type_texts *texts, Dwarf_Die *die,
			   bool by_size, int depth);

void type_texts_init(struct type_texts *texts, struct arena *arena)
{
	*texts = (struct type_texts){ .arena = arena };
	map_init(&texts->memo[false], true);
	map_init(&texts->memo[true], true);
}

void type_texts_deinit(struct type_texts *texts)
{
	map_deinit(&texts->memo[false]);
	map_deinit(&texts->memo[true]);
}

bool die_bare_type(Dwarf_Die *die, Dwarf_Die *ret, const char **ret_typedef)
{
	Dwarf_Attribute attr;

	*ret_typedef = NULL;
	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr),
			       ret))
		return false;
	for (int i = 0; i < DEPTH_MAX; i++) {
		switch (dwarf_tag(ret)) {
		case DW_TAG_typedef:
			*ret_typedef = dwarf_diename(ret);
			break;
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
		case DW_TAG_restrict_type:
		case DW_TAG_atomic_type:
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

static const char *number_text(struct type_texts *texts, Dwarf_Die *type,
			       bool by_size)
{
	Dwarf_Attribute attr;
	Dwarf_Word encoding = 0;
	const char *kind = "u";

	dwarf_formudata(dwarf_attr(type, DW_AT_encoding, &attr), &encoding);
	switch (encoding) {
	case DW_ATE_float:
	case DW_ATE_complex_float:
		kind = "float";
		break;
	case DW_ATE_boolean:
		kind = by_size ? "int" : "bool";
		break;
	case DW_ATE_signed:
	case DW_ATE_signed_char:
		kind = by_size ? "int" : "s";
		break;
	default:
		kind = by_size ? "int" : "u";
	}
	return arena_printf(texts->arena, "%s%d", kind,
			    dwarf_bytesize(type) * 8);
}

static const char *named_text(struct type_texts *texts, Dwarf_Die *type,
			      const char *kind, const char *alias)
{
	const char *name = dwarf_diename(type);

	name = name ? name : alias;
	return arena_printf(texts->arena, "%s%s%s", kind, name ? " " : "",
			    name ? name : "");
}

static const char *params_text(struct type_texts *texts, Dwarf_Die *func,
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
			param = text_of(texts, &die, true, depth + 1);
		else if (dwarf_tag(&die) == DW_TAG_unspecified_parameters)
			param = "...";
		else
			continue;
		text = arena_printf(texts->arena, "%s%s%s", text,
				    n++ ? ", " : "", param);
	} while (n < PARAMS_MAX && strlen(text) < LENGTH_MAX &&
		 !dwarf_siblingof(&die, &die));
	return n ? text : "void";
}

/* "[2][]"; zero elements and no number of them are the same. */
static const char *dims_text(struct type_texts *texts, Dwarf_Die *array)
{
	const char *text = "";
	Dwarf_Die die;

	if (dwarf_child(array, &die))
		return "[]";
	do {
		Dwarf_Attribute attr;
		Dwarf_Word n = 0;

		if (dwarf_tag(&die) != DW_TAG_subrange_type)
			continue;
		if (dwarf_formudata(dwarf_attr(&die, DW_AT_count, &attr), &n)) {
			n = 0;
			if (!dwarf_formudata(dwarf_attr(&die, DW_AT_upper_bound,
							&attr), &n))
				n++;
		}
		text = n ? arena_printf(texts->arena, "%s[%" PRIu64 "]", text,
					(uint64_t)n) :
			   arena_printf(texts->arena, "%s[]", text);
	} while (strlen(text) < LENGTH_MAX && !dwarf_siblingof(&die, &die));
	return text;
}

/* Where the dimensions of an array begin in its text, or its end. */
static size_t dims_at(const char *text)
{
	size_t at = strlen(text);

	while (at && text[at - 1] == ']') {
		size_t i = at - 1;

		while (i && text[i] != '[')
			i--;
		at = i;
	}
	return at;
}

static const char *array_text(struct type_texts *texts, Dwarf_Die *type,
			      bool by_size, int depth)
{
	const char *elem = text_of(texts, type, by_size, depth + 1);
	size_t at = dims_at(elem);

	/* the element may be an array by a typedef */
	return arena_printf(texts->arena, "%.*s%s%s", (int)at, elem,
			    dims_text(texts, type), elem + at);
}

static const char *bare_text(struct type_texts *texts, Dwarf_Die *type,
			     const char *alias, bool by_size, int depth)
{
	struct arena *arena = texts->arena;

	switch (dwarf_tag(type)) {
	case DW_TAG_structure_type:
		return named_text(texts, type, "struct", alias);
	case DW_TAG_union_type:
		return named_text(texts, type, "union", alias);
	case DW_TAG_enumeration_type:
		if (!by_size && (alias || dwarf_diename(type)))
			return named_text(texts, type, "enum", alias);
		return number_text(texts, type, by_size);
	case DW_TAG_base_type:
		return number_text(texts, type, by_size);
	case DW_TAG_pointer_type:
		return arena_printf(arena, "%s *", text_of(texts, type, true,
							   depth + 1));
	case DW_TAG_array_type:
		return array_text(texts, type, by_size, depth);
	case DW_TAG_subroutine_type:
		return arena_printf(arena, "%s (%s)",
				    text_of(texts, type, true, depth + 1),
				    params_text(texts, type, depth));
	}
	return "void";
}

static const char *text_of(struct type_texts *texts, Dwarf_Die *die,
			   bool by_size, int depth)
{
	struct map *memo = &texts->memo[by_size];
	Dwarf_Attribute attr;
	const char *text, *alias;
	Dwarf_Die type;
	Dwarf_Off key;

	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr),
			       &type))
		return "void";
	key = dwarf_dieoffset(&type);
	text = map_find_num(memo, key);
	if (text)
		return text;
	if (!die_bare_type(die, &type, &alias))
		return "void";
	if (depth > DEPTH_MAX || texts->n++ > TEXTS_MAX)
		return "...";
	text = bare_text(texts, &type, alias, by_size, depth);
	if (strlen(text) > LENGTH_MAX)
		text = "...";
	map_put_num(memo, key, (void *)(uintptr_t)text);
	return text;
}

const char *type_text(struct type_texts *texts, Dwarf_Die *die)
{
	return text_of(texts, die, false, 0);
}

const char *type_text_bits(struct type_texts *texts, Dwarf_Die *die)
{
	return *type_text(texts, die) == 's' ? "signed" : "unsigned";
}

static bool is_enum(const char *text)
{
	return !strncmp(text, "enum ", 5);
}

static bool is_number(const char *text)
{
	return (*text == 's' || *text == 'u') &&
	       isdigit((unsigned char)text[1]);
}

static bool is_pointer(const char *text)
{
	size_t len = strlen(text);

	return len > 2 && !strcmp(text + len - 2, " *");
}

/*
 * A number may get the enum that it always was of, and void * the type that
 * it always led to. Their sizes are compared with those of the members.
 */
bool type_texts_agree(const char *a, const char *b)
{
	if (!strcmp(a, b))
		return true;
	if ((is_enum(a) && is_number(b)) || (is_number(a) && is_enum(b)))
		return !strcmp(a + dims_at(a), b + dims_at(b));
	return is_pointer(a) && is_pointer(b) &&
	       (!strcmp(a, "void *") || !strcmp(b, "void *"));
}
