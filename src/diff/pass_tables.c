// SPDX-License-Identifier: GPL-2.0
/*
 * pass_tables - write what the core reads (abi/kmend_abi.h)
 *
 * .kmend.funcs has one entry for each function that is redirected. No task may
 * be in the old ones; .kmend.ranges has where else nobody may be: what gcc made
 * of them (foo.cold, foo.part.0), and static functions that are no longer
 * there, whose callers are among them.
 *
 * A hook of the author's gets the object of its unit.
 *
 * What the author says of the patch as a whole goes to the link as he wrote it.
 *
 * Reads: keep, status, marks.  Writes: diff->out.
 */
#include <string.h>

#include "diff/model.h"
#include "kernel/facts.h"
#include "kmend_abi.h"

struct tables {
	struct diff *d;
	struct sec *funcs, *ranges, *strings;
	VEC(char) text;
	struct map offsets;	/* string -> offset + 1 */
};

static uint64_t add_string(struct tables *t, const char *s)
{
	uintptr_t at = (uintptr_t)map_find(&t->offsets, s);

	if (at)
		return at - 1;
	at = t->text.n;
	for (size_t i = 0; i <= strlen(s); i++)
		vec_push(&t->text, s[i]);
	map_put(&t->offsets, s, (void *)(at + 1));
	return at;
}

/* Room doubles: an arena does not take back what was outgrown. */
static uint64_t room_for(uint64_t size)
{
	uint64_t room = size ? 64 : 0;

	while (room < size)
		room *= 2;
	return room;
}

static uint64_t grow(struct diff *d, struct sec *sec, const void *entry,
		     size_t size)
{
	uint64_t at = sec->size, room = room_for(at + size);

	if (room > room_for(at)) {
		uint8_t *data = arena_alloc(d->out->arena, room);

		if (at)
			memcpy(data, sec->data, at);
		sec->data = data;
	}
	memcpy(sec->data + at, entry, size);
	sec->size += size;
	return at;
}

static uint64_t body_size(const struct piece *piece)
{
	return piece->size - (piece->base - piece->off);
}

/* What the kernel has of an unproved function of that name; 0: nothing. */
static uint64_t known_size(const struct diff *d, const char *name)
{
	const struct ksym *ksym;
	const struct sym *sym;

	if (d->opt->ko) {
		sym = obj_find_sym(d->opt->ko, name);
		return sym && sym->sec ? sym->size : 0;
	}
	ksym = d->opt->facts ? facts_find(d->opt->facts, name, 0) : NULL;
	return ksym ? ksym->size : 0;
}

/* The map is of the unit as the distribution compiled it. */
static uint64_t old_size(const struct diff *d, const struct piece *orig)
{
	const struct unit_sym *us = kernel_symbol(d, orig->name);
	uint64_t known = us ? us->size : d->opt->map ? 0 :
			 known_size(d, orig->name);

	return known ? known : body_size(orig);
}

/* What kallsyms calls it. */
static const char *old_name(const struct diff *d, const struct piece *orig)
{
	const struct unit_sym *us = kernel_symbol(d, orig->name);

	return us ? us->name : orig->name;
}

static void point_to_string(struct tables *t, struct sec *sec, uint64_t off,
			    const char *s)
{
	sec_add_rela(sec, off, R_X86_64_64, t->strings->sym,
		     add_string(t, s));
}

static void add_func(struct tables *t, struct piece *piece)
{
	struct diff *d = t->d;
	struct piece *orig = piece->twin;
	struct kmend_abi_func func = {
		.old_size = old_size(d, orig), .new_size = body_size(piece),
		.flags = mark_use(d, "immediate", orig->name) ?
			 KMEND_ABI_FUNC_IMMEDIATE : 0,
	};
	uint64_t at = grow(d, t->funcs, &func, sizeof(func));

	sec_add_rela(t->funcs, at + offsetof(struct kmend_abi_func, old_addr),
		     R_X86_64_64, extern_proved(d, orig), 0);
	sec_add_rela(t->funcs, at + offsetof(struct kmend_abi_func, new_addr),
		     R_X86_64_64, piece->sym->twin, 0);
	point_to_string(t, t->funcs, at + offsetof(struct kmend_abi_func, name),
			old_name(d, orig));
	point_to_string(t, t->funcs,
			at + offsetof(struct kmend_abi_func, object),
			d->opt->object);
}

static struct sec *table(struct diff *d, const char *name, uint64_t flags,
			 uint64_t align)
{
	return obj_add_sec(d->out, name, SHT_PROGBITS, SHF_ALLOC | flags,
			   align, NULL, 0);
}

static void add_range(struct tables *t, struct piece *orig)
{
	struct diff *d = t->d;
	struct kmend_abi_range range = { .size = old_size(d, orig) };
	uint64_t at;

	if (!t->ranges)
		t->ranges = table(d, KMEND_ABI_SEC_RANGES, SHF_WRITE, 8);
	at = grow(d, t->ranges, &range, sizeof(range));
	sec_add_rela(t->ranges, at + offsetof(struct kmend_abi_range, addr),
		     R_X86_64_64, extern_proved(d, orig), 0);
	point_to_string(t, t->ranges,
			at + offsetof(struct kmend_abi_range, name),
			old_name(d, orig));
	point_to_string(t, t->ranges,
			at + offsetof(struct kmend_abi_range, object),
			d->opt->object);
}

/* Then .kmend.funcs has it. */
static bool is_redirected_from(const struct piece *orig)
{
	return orig->twin && orig->twin->keep &&
	       piece_is_redirected(orig->twin);
}

/* Is @orig what gcc made of a function that changed? */
static bool is_part_of_changed(const struct diff *d, const struct piece *orig)
{
	_cleanup_free_ char *stem = xstrndup(orig->name,
					     name_stem(orig->name));
	const struct piece *parent = map_find(&d->orig.by_name, stem);

	return strcmp(stem, orig->name) && parent &&
	       parent->status == PIECE_CHANGED;
}

static bool is_old_code(const struct diff *d, const struct piece *orig)
{
	if (orig->kind != PIECE_FUNC || piece_row(orig)->init ||
	    is_redirected_from(orig))
		return false;
	return orig->status == PIECE_CHANGED || orig->status == PIECE_GONE ||
	       is_part_of_changed(d, orig);
}

/* For the link: it does not become a part of the module. */
static void add_info(struct diff *d)
{
	struct sec *sec = NULL;

	vec_for_each(&d->marks, mark) {
		const char *const words[] = { mark->what, mark->name,
					      mark->code, mark->text };

		if (!mark_is_info(mark))
			continue;
		if (!sec)
			sec = obj_add_sec(d->out, KMEND_ABI_SEC_MARKS,
					  SHT_PROGBITS, 0, 1, NULL, 0);
		for (size_t i = 0; i < ARRAY_LEN(words); i++)
			grow(d, sec, words[i], strlen(words[i]) + 1);
	}
}

static bool is_hook(const struct piece *piece)
{
	const struct special *row = piece_row(piece);

	return piece->keep && piece->kind == PIECE_ENTRY && row->hook;
}

/* A hook without an object is about that of its unit. */
static void add_object(struct tables *t, const struct piece *hook)
{
	const uint64_t at = offsetof(struct kmend_abi_hook, object);

	vec_for_each(&hook->refs, ref)
		if (ref->off == (int64_t)at)
			return;
	point_to_string(t, hook->out, hook->out_off + at, t->d->opt->object);
}

static bool any_tables(const struct diff *d)
{
	side_for_each(&d->patched, p)
		if (is_hook(*p) || ((*p)->keep && piece_is_redirected(*p)))
			return true;
	return false;
}

struct err *pass_tables(struct diff *d)
{
	struct tables t = { .d = d };

	add_info(d);
	if (!any_tables(d))
		return NULL;
	t.funcs = table(d, KMEND_ABI_SEC_FUNCS, SHF_WRITE, 8);
	t.strings = table(d, KMEND_ABI_SEC_STRINGS, 0, 1);
	side_for_each(&d->patched, p) {
		if ((*p)->keep && piece_is_redirected(*p))
			add_func(&t, *p);
		if (is_hook(*p))
			add_object(&t, *p);
	}
	side_for_each(&d->orig, p)
		if (is_old_code(d, *p))
			add_range(&t, *p);
	grow(d, t.strings, t.text.v, t.text.n);
	vec_deinit(&t.text);
	map_deinit(&t.offsets);
	return NULL;
}
