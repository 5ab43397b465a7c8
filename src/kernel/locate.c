// SPDX-License-Identifier: GPL-2.0
/*
 * locate - find a compiled unit in the kernel's image, and prove it
 *
 * Sections whose names kallsyms knows come first; comparing them tells where
 * the sections lie that their relocations lead to; those are compared in
 * turn, until nothing new comes. Where names leave several candidates, the
 * bytes decide; where bytes do, too, what other sections say. In the end all
 * that runs must have been found and be equal.
 */
#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "kernel/locate.h"

struct place *locate_place(const struct locate *l, const struct sec *sec)
{
	return map_find_num(&l->by_sec, (uintptr_t)sec);
}

const struct sym *locate_sym(const struct locate *l, const struct sec *sec,
			     uint64_t off)
{
	const struct sym *best = NULL;

	vec_for_each(&l->unit->syms, p) {
		const struct sym *sym = *p;

		if (sym->sec != sec || sym->value > off ||
		    names_left_out(sym->name) || sym->type == STT_FILE ||
		    (best && best->value >= sym->value))
			continue;
		best = sym;
	}
	return best;
}

const char *locate_where(const struct locate *l, const struct sec *sec,
			 uint64_t off)
{
	const struct sym *best = locate_sym(l, sec, off);

	return arena_printf(l->arena, "%s+0x%" PRIx64,
			    best ? best->name : sec->name,
			    off - (best ? best->value : 0));
}

static enum locate_act place_act(const struct sec *sec,
				 const struct locate_row *row)
{
	if (row)
		return row->act;
	if (sec->flags & SHF_EXECINSTR)
		return LOCATE_PROVE;
	if (sec->flags & SHF_MERGE)
		return LOCATE_MERGE;
	return LOCATE_COMPARE;
}

static void places_add(struct locate *l)
{
	struct place *place;

	vec_for_each(&l->unit->secs, p) {
		if (!((*p)->flags & SHF_ALLOC))
			continue;
		place = arena_new(l->arena, struct place);
		place->sec = *p;
		place->row = locate_row_find((*p)->name);
		place->act = place_act(*p, place->row);
		vec_push(&l->places, place);
		map_put_num(&l->by_sec, (uintptr_t)*p, place);
		if (place->act != LOCATE_MERGE && place->act != LOCATE_SKIP)
			names_anchor(l, place);
	}
}

/* Compare a place at @base; nothing stays supposed if that fails. */
static struct err *place_try(struct locate *l, struct place *place,
			     uint64_t base)
{
	size_t mark = bind_mark(l);
	struct err *err;

	err = bind_place(l, place, base);
	if (!err)
		err = compare_place(l, place);
	if (err)
		bind_undo(l, mark);
	return err;
}

/*
 * Of several candidates, exactly one may pass; when more do, it is left open,
 * maybe what is found later decides.
 */
static struct err *place_choose(struct locate *l, struct place *place)
{
	size_t mark = bind_mark(l);
	struct err *err, *first = NULL;
	uint64_t base = 0;

	place->fit = 0;
	vec_for_each(&place->bases, p) {
		err = place_try(l, place, *p);
		if (err) {
			if (first)
				err_destroy(err);
			else
				first = err;
			continue;
		}
		bind_undo(l, mark);
		base = *p;
		place->fit++;
	}
	if (!place->fit && place->bases.n)
		return first;
	err_destroy(first);
	if (place->fit != 1)
		return NULL;
	place->done = true;
	return place_try(l, place, base);
}

/* Tell more of a place that nothing is known about, if it can be done. */
static struct err *place_work(struct locate *l, struct place *place)
{
	if (place->done || place->act == LOCATE_MERGE ||
	    place->act == LOCATE_SKIP)
		return NULL;
	if (place->base.known) {
		place->done = true;
		return place_try(l, place, place->base.value);
	}
	if (place->act == LOCATE_TABLE)
		table_anchor(l, place);
	/* names alone tell where memory without contents is, if unique */
	if (!place->sec->data && place->bases.n != 1)
		return NULL;
	return place_choose(l, place);
}

static size_t places_done(const struct locate *l)
{
	size_t n = 0;

	vec_for_each(&l->places, p)
		n += (*p)->done;
	return n;
}

/* The lowest name of a place that kallsyms has once, or NULL. */
static const struct ksym *place_start(const struct locate *l,
				      const struct place *place,
				      uint64_t *ret_base)
{
	const struct ksym *ksym, *best = NULL;
	uint64_t value = 0;

	vec_for_each(&place->names, p) {
		ksym = facts_find(l->facts, (*p)->name, 0);
		if (!ksym || (best && value <= (*p)->value))
			continue;
		best = ksym;
		value = (*p)->value;
	}
	if (best)
		*ret_base = best->addr - value;
	return best;
}

/*
 * Why a place that must be found was not. When names do not fit, the bytes
 * tell better where the two begin to differ.
 */
static struct err *place_missing(struct locate *l, struct place *place)
{
	struct err *err, *names;
	uint64_t base;

	vec_for_each(&place->names, p)
		if (!facts_count(l->facts, (*p)->name))
			return err_new(ERR_FAILED, "the image has no '%s'",
				       (*p)->name);
	if (!place_start(l, place, &base))
		return err_new(ERR_FAILED, "section '%s' is not in the image",
			       place->sec->name);
	names = names_check(l, place, base);
	place->base = (struct bound){ .known = true, .value = base };
	err = compare_place(l, place);
	if (!err)
		return names;
	err_destroy(names);
	return err;
}

/*
 * Text whose names fit nowhere was compiled differently, or is of another
 * kernel; say so before data that depends on it is looked at.
 */
static struct err *places_fit(struct locate *l)
{
	vec_for_each(&l->places, p)
		if ((*p)->act == LOCATE_PROVE && (*p)->names.n &&
		    !(*p)->bases.n)
			return place_missing(l, *p);
	return NULL;
}

/* Text first: it has the most to compare and says the most. */
static struct err *places_work(struct locate *l)
{
	size_t before;
	struct err *err;

	do {
		before = places_done(l);
		for (int text = 1; text >= 0; text--)
			vec_for_each(&l->places, p) {
				if (((*p)->act == LOCATE_PROVE) != text)
					continue;
				err = place_work(l, *p);
				if (err)
					return err;
			}
	} while (places_done(l) > before);
	return NULL;
}

/*
 * All that runs was found, and the tables that tell about it. A place that
 * equals the image in several places is proved as well; only where it is
 * stays unknown (an empty static function of a header, say), so its symbols
 * do not get into the map.
 */
static struct err *places_check(struct locate *l)
{
	vec_for_each(&l->places, p)
		if (!(*p)->done && (*p)->sec->size && (*p)->fit < 2 &&
		    ((*p)->act == LOCATE_PROVE || (*p)->act == LOCATE_TABLE))
			return place_missing(l, *p);
	return NULL;
}

static struct err *locate_run(struct locate *l)
{
	struct err *err;

	places_add(l);
	err = sites_read(l);
	if (!err)
		err = places_fit(l);
	if (!err)
		err = places_work(l);
	if (!err)
		err = places_check(l);
	return err;
}

static void locate_deinit(struct locate *l)
{
	vec_for_each(&l->places, p) {
		vec_deinit(&(*p)->names);
		vec_deinit(&(*p)->bases);
	}
	vec_deinit(&l->places);
	map_deinit(&l->by_sec);
	map_deinit(&l->targets);
	vec_deinit(&l->journal);
	vec_deinit(&l->sites);
	arena_destroy(l->arena);
}

struct err *unit_locate(const struct facts *facts, const struct obj *unit,
			struct unit_map **ret)
{
	struct locate l = {
		.facts = facts, .unit = unit, .arena = arena_create(),
	};
	struct err *err;

	map_init(&l.by_sec, true);
	map_init(&l.targets, true);
	err = locate_run(&l);
	if (err)
		err = err_wrap(err, "'%s'", unit->path);
	else
		*ret = unit_map_create(&l);
	locate_deinit(&l);
	return err;
}
