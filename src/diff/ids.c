// SPDX-License-Identifier: GPL-2.0
/*
 * ids - lists of BTF IDs: BTF_ID_LIST(), BTF_SET_START() and the like
 *
 * In an object such a list is zeroes: resolve_btfids writes the numbers when
 * the kernel or the module is linked, and what it looks for stands in the
 * names of symbols:
 *
 *	sleepable_hooks:		label, and a piece up to the next one
 *	__BTF_ID__set__sleepable_hooks:
 *		.zero 4			how many
 *	__BTF_ID__func__file_open__123:
 *		.zero 4			the ID of file_open()
 *
 * So two lists are the same if the same names stand at the same places, but
 * for the number, which counts and has the line in the source. Each name
 * becomes a reference to a symbol of that name: those are compared, and none
 * is carried, since a list that changed is refused.
 */
#include <ctype.h>
#include <string.h>

#include "diff/model.h"

static const char prefix[] = "__BTF_ID__";

struct ids {
	VEC(struct sym *) syms;	/* of the section, in order of place */
	struct piece *piece;	/* the last one */
};

static bool is_id(const struct sym *sym)
{
	return !strncmp(sym->name, prefix, sizeof(prefix) - 1);
}

/* Labels in front of what they are labels of. */
static int sym_cmp(const void *a, const void *b)
{
	const struct sym *x = *(struct sym *const *)a;
	const struct sym *y = *(struct sym *const *)b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	if (is_id(x) != is_id(y))
		return is_id(x) ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

/* "__BTF_ID__func__foo__123" without its number. */
static const char *id_name(struct arena *arena, const struct sym *sym)
{
	size_t len = strlen(sym->name), n = len;

	while (n && isdigit((unsigned char)sym->name[n - 1]))
		n--;
	if (n == len || n < sizeof(prefix) + 2 || sym->name[n - 1] != '_' ||
	    sym->name[n - 2] != '_')
		n = len;
	return arena_printf(arena, "%.*s", (int)n, sym->name);
}

/* Up to the next label; @i is where the piece begins. */
static struct piece *add_piece(struct side *side, struct sec *sec,
			       const struct ids *ids, size_t i)
{
	struct sym *first = ids->syms.v[i];
	uint64_t end = sec->size;
	struct piece *piece;
	size_t n = 0;

	for (; i < ids->syms.n; i++) {
		const struct sym *sym = ids->syms.v[i];

		if (!is_id(sym) && sym->value > first->value) {
			end = sym->value;
			break;
		}
		n++;
	}
	piece = piece_add(side, sec, is_id(first) ? PIECE_ENTRY : PIECE_DATA,
			  first->value, end - first->value);
	piece->refs.v = arena_array(sec->obj->arena, n, sizeof(*piece->refs.v));
	piece->refs.room = n;
	return piece;
}

static void add_sym(struct side *side, struct sec *sec, struct ids *ids,
		    size_t i)
{
	struct arena *arena = sec->obj->arena;
	struct sym *sym = ids->syms.v[i], *named;

	if (!ids->piece || (!is_id(sym) && ids->piece->base != sym->value))
		ids->piece = add_piece(side, sec, ids, i);
	if (!is_id(sym)) {
		piece_name(ids->piece, sym);
		return;
	}
	named = arena_new(arena, struct sym);
	named->obj = sec->obj;
	named->name = (char *)(uintptr_t)id_name(arena, sym);
	ids->piece->refs.v[ids->piece->refs.n++] = (struct ref){
		.at = sym->value,
		.off = (int64_t)(sym->value - ids->piece->base),
		.type = R_X86_64_NONE, .named = true, .sym = named,
	};
}

void ids_split(struct side *side, struct sec *sec)
{
	struct ids ids = {0};

	vec_for_each(&side->obj->syms, p) {
		struct sym *sym = *p;

		if (sym->sec == sec && sym->type != STT_SECTION &&
		    sym->value < sec->size && *sym->name)
			vec_push(&ids.syms, sym);
	}
	vec_sort(&ids.syms, sym_cmp);
	for (size_t i = 0; i < ids.syms.n; i++)
		add_sym(side, sec, &ids, i);
	vec_deinit(&ids.syms);
	vec_deinit(&sec_cut(sec)->syms);
}
