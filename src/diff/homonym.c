// SPDX-License-Identifier: GPL-2.0
/*
 * homonym - pair what has one name several times in one object
 *
 * An object that was linked from several units (ld -r) may have a local foo
 * of each. The linker keeps the name of the source file in front of a unit's
 * local symbols, so a foo is that of the unit of the same name, and among
 * units of one name (two main.c) they are counted.
 *
 * Reads: pieces.  Writes: twin.
 */
#include <string.h>

#include "diff/model.h"

struct homonym {
	const char *name, *unit;
	size_t order;
	struct piece *piece;
};

struct homonyms {
	VEC(struct homonym) list;
};

static bool is_several(const struct side *side, const char *name)
{
	const struct piece *first = map_find(&side->by_name, name);

	return first && first->homonyms;
}

bool name_is_several(const struct diff *d, const char *name)
{
	return is_several(&d->orig, name) || is_several(&d->patched, name);
}

static void collect(const struct diff *d, const struct side *side,
		    struct homonyms *ret)
{
	const char *unit = "";

	vec_for_each(&side->obj->syms, p) {
		struct piece *piece = (*p)->priv;
		struct homonym homonym = {
			.name = (*p)->name, .piece = piece,
			.order = ret->list.n,
		};

		if ((*p)->type == STT_FILE)
			unit = (*p)->name;
		if (!piece || piece->sym != *p || piece->numbered ||
		    piece->kind == PIECE_ENTRY || piece_is_anonymous(piece) ||
		    !name_is_several(d, (*p)->name))
			continue;
		homonym.unit = (*p)->bind == STB_LOCAL ? unit : "";
		vec_push(&ret->list, homonym);
	}
}

static int key_cmp(const struct homonym *x, const struct homonym *y)
{
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->unit, y->unit);
}

static int homonym_cmp(const void *a, const void *b)
{
	const struct homonym *x = a, *y = b;
	int order = key_cmp(x, y);

	return order ? order : (x->order > y->order) - (x->order < y->order);
}

void homonyms_pair(struct diff *d)
{
	struct homonyms a = {0}, b = {0};
	size_t i = 0, j = 0;

	collect(d, &d->orig, &a);
	collect(d, &d->patched, &b);
	vec_sort(&a.list, homonym_cmp);
	vec_sort(&b.list, homonym_cmp);
	while (i < a.list.n && j < b.list.n) {
		struct piece *x = a.list.v[i].piece, *y = b.list.v[j].piece;
		int order = key_cmp(&a.list.v[i], &b.list.v[j]);

		if (!order && x->kind == y->kind && !x->twin && !y->twin)
			pair_set(x, y);
		i += order <= 0;
		j += order >= 0;
	}
	vec_deinit(&a.list);
	vec_deinit(&b.list);
}
