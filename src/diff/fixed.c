// SPDX-License-Identifier: GPL-2.0
/*
 * fixed - sections that the kernel reads once, at boot
 *
 * Their entries often have no names. What matters is that there are as many
 * of each kind before and after: every entry takes an equal one of the
 * original, and what is left over on either side is a change.
 */
#include <string.h>

#include "diff/model.h"

void fixed_refuse(struct diff *d, const struct piece *piece, const char *name,
		  const char *how)
{
	if (piece_row(piece)->stays) {
		note(d, DIAG_WARN, "KM012", name, "modules that are built "
		     "against the new source may not load", "%s %s; the "
		     "kernel goes on as it is (%s)", piece_row(piece)->what,
		     how, piece->sec->name);
		return;
	}
	/* nobody but the kernel at boot makes anything of it */
	if (piece->keep && mark_accept(d, "KM008", name))
		refuse(d, "KM061", name, "leave it out of the patch",
		       "KMEND_ACCEPT(KM008, %s): code of the patch needs it",
		       name);
	refuse(d, "KM008", name, "leave it out of the patch", "%s %s, which "
	       "the kernel reads once at boot (%s)", piece_row(piece)->what,
	       how, piece->sec->name);
}

/* The original's entries in sections of one name. */
struct fixed_list {
	VEC(struct piece *) pieces;
	size_t next;		/* search begins here: order rarely changes */
};

struct fixed {
	struct map by_name;	/* of section -> struct fixed_list * */
	struct map referred[2];	/* by the original's and the patched object's
				 * entries: piece and section, as text */
};

static void fixed_init(struct fixed *rows, struct diff *d)
{
	*rows = (struct fixed){0};
	side_for_each(&d->orig, p) {
		const char *name = (*p)->sec->name;
		struct fixed_list *list;

		if ((*p)->kind != PIECE_ENTRY || piece_row(*p)->act != SP_FIXED)
			continue;
		list = map_find(&rows->by_name, name);
		if (!list) {
			list = arena_new(d->arena, struct fixed_list);
			map_put(&rows->by_name, name, list);
		}
		vec_push(&list->pieces, *p);
	}
}

static void fixed_deinit(struct fixed *rows)
{
	map_for_each(&rows->by_name, slot) {
		struct fixed_list *list = slot->value;

		vec_deinit(&list->pieces);
	}
	map_deinit(&rows->by_name);
	map_deinit(&rows->referred[0]);
	map_deinit(&rows->referred[1]);
}

static bool take_equal(struct fixed *rows, struct piece *entry)
{
	struct fixed_list *list = map_find(&rows->by_name, entry->sec->name);
	size_t n = list ? list->pieces.n : 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = (list->next + i) % n;
		struct piece *orig = list->pieces.v[at];

		if (orig->busy || !piece_equal(orig, entry))
			continue;
		orig->busy = true;	/* taken */
		list->next = at + 1;
		return true;
	}
	return false;
}

static const char *referred_key(struct diff *d, const struct sec *sec,
				const struct piece *piece)
{
	return arena_printf(d->arena, "%p %s", (const void *)piece, sec->name);
}

/* All that is referred to, once there is something to tell. */
static void list_referred(struct diff *d, const struct side *side,
			  struct map *ret)
{
	side_for_each(side, p) {
		if (piece_row(*p)->act != SP_FIXED)
			continue;
		vec_for_each(&(*p)->refs, ref)
			if (ref->piece)
				map_put(ret, referred_key(d, (*p)->sec,
							  ref->piece), *p);
	}
}

/* Does a section of @sec's name refer to @piece of the other object? */
static bool is_referred(struct diff *d, struct fixed *rows, bool patched,
			const struct sec *sec, const struct piece *piece)
{
	struct map *map = &rows->referred[patched];

	if (!map->n)
		list_referred(d, patched ? &d->patched : &d->orig, map);
	return map_has(map, referred_key(d, sec, piece));
}

/* What the entry is about: rather something the other object has not. */
static const char *entry_text(struct diff *d, struct fixed *rows,
			      bool patched, const struct piece *entry)
{
	const char *name = NULL;

	vec_for_each(&entry->refs, ref) {
		const struct piece *piece = ref->piece;

		if (!piece || !piece->name)
			continue;
		if (!piece->twin ||
		    !is_referred(d, rows, !patched, entry->sec, piece->twin))
			return piece->name;
		if (!name)
			name = piece->name;
	}
	return name ? name : piece_text(d->arena, entry);
}

/* Entries without names: as many of each kind before and after. */
void fixed_verify(struct diff *d)
{
	struct fixed rows;

	fixed_init(&rows, d);
	side_for_each(&d->patched, p) {
		const struct special *row = piece_row(*p);

		if ((*p)->kind == PIECE_ENTRY && row->act == SP_FIXED &&
		    !take_equal(&rows, *p))
			fixed_refuse(d, *p, entry_text(d, &rows, true, *p),
				     "is new or changed");
	}
	side_for_each(&d->orig, p) {
		const struct special *row = piece_row(*p);

		if ((*p)->kind == PIECE_ENTRY && row->act == SP_FIXED &&
		    !(*p)->busy)
			fixed_refuse(d, *p, entry_text(d, &rows, false, *p),
				     "was removed or changed");
		(*p)->busy = false;
	}
	fixed_deinit(&rows);
}
