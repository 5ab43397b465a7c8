// SPDX-License-Identifier: GPL-2.0
/*
 * pass_extract - build the output from what is marked
 *
 * Sections keep their names and their order. What is kept of a section moves
 * together, each piece at an address that is aligned as before; entries of a
 * table leave no gap. Changed functions become local: the kernel's global
 * name is the old function's.
 *
 * Reads: keep.  Writes: diff->out, piece->out.
 */
#include <string.h>

#include "diff/model.h"
#include "elf/names.h"

static uint64_t place(const struct piece *piece, uint64_t at)
{
	const struct sec *sec = piece->sec;
	uint64_t align = sec->align ? sec->align : 1;

	if (piece_row(piece)->packed)
		return at;
	return at + ((piece->off - at) & (align - 1));
}

/* Where each kept piece goes; returns the size of the section. */
static uint64_t lay_out(struct sec *sec, bool *ret_any)
{
	uint64_t at = 0;

	*ret_any = false;
	vec_for_each(&sec_cut(sec)->pieces, p)
		if ((*p)->keep) {
			(*p)->out_off = place(*p, at);
			at = (*p)->out_off + (*p)->size;
			*ret_any = true;
		}
	return at;
}

static uint8_t *contents(struct diff *d, const struct sec *sec, uint64_t size)
{
	uint8_t *data = arena_alloc(d->out->arena, size);

	if (sec->flags & SHF_EXECINSTR)
		memset(data, 0x90, size);	/* nop between functions */
	vec_for_each(&sec_cut(sec)->pieces, p) {
		const struct piece *piece = *p;

		if (!piece->keep)
			continue;
		memcpy(data + piece->out_off, sec->data + piece->off,
		       piece->size);
		/* the module loader wants zeroes where it relocates */
		vec_for_each(&piece->refs, ref)
			memset(data + piece->out_off + ref->at - piece->off, 0,
			       reloc_width(ref->type));
	}
	return data;
}

/* Entries of several units, one behind the other, are one table. */
static uint64_t alignment(const struct sec *sec)
{
	const struct special *row = sec->special;
	uint64_t most = row->size & -(uint64_t)row->size;

	return row->packed && most && sec->align > most ? most : sec->align;
}

static void make_section(struct diff *d, struct sec *sec)
{
	const uint64_t dropped = SHF_GROUP | SHF_LINK_ORDER;
	struct sec *out;
	uint64_t size;
	bool any;

	if (!sec->special)
		return;
	size = lay_out(sec, &any);
	if (!any)
		return;
	out = obj_add_sec(d->out, sec->name, sec->type, sec->flags & ~dropped,
			  alignment(sec), NULL, 0);
	out->entsize = sec->entsize;
	out->size = size;
	if (sec->data)
		out->data = contents(d, sec, size);
	vec_for_each(&sec_cut(sec)->pieces, p)
		if ((*p)->keep)
			(*p)->out = out;
}

static void make_symbols(struct diff *d, struct piece *piece)
{
	bool local = piece->status == PIECE_CHANGED;

	vec_for_each(&piece->syms, p) {
		struct sym *sym = *p;
		uint8_t bind = local ? STB_LOCAL : sym->bind;

		sym->twin = obj_add_sym(d->out, sym->name, bind, sym->type,
					piece->out, piece->out_off +
					sym->value - piece->off, sym->size);
	}
}

static void copy_ref(const struct piece *piece, const struct ref *ref)
{
	uint64_t off = piece->out_off + (ref->at - piece->off);
	const struct piece *to = ref->piece;
	uint64_t addend = (uint64_t)ref->to - ref->bias;
	struct sym *sym = to->out->sym;

	if (ref->named && ref->sym->priv == to) {
		sym = ref->sym->twin;
		addend -= ref->sym->value - to->base;
	} else {
		addend += to->out_off + (to->base - to->off);
	}
	sec_add_rela(piece->out, off, ref->type, sym, (int64_t)addend);
}

static struct sym *plain_symbol(struct diff *d, const struct sym *sym)
{
	struct sym *out;

	if (sym->shndx != SHN_ABS)
		return extern_global(d, sym->name);
	out = obj_add_sym(d->out, sym->name, sym->bind, sym->type, NULL,
			  sym->value, sym->size);
	out->shndx = SHN_ABS;
	return out;
}

static void make_ref(struct diff *d, const struct piece *piece,
		     const struct ref *ref)
{
	uint64_t off = piece->out_off + (ref->at - piece->off);
	int64_t addend = (int64_t)((uint64_t)ref->to - ref->bias);
	struct sym *sym;

	switch (ref_dest(piece, ref)) {
	case DEST_COPY:
		copy_ref(piece, ref);
		return;
	case DEST_KERNEL:
		sym = extern_piece(d, ref->piece->twin, ref->sym->name);
		break;
	case DEST_SYMBOL:
	default:
		sym = plain_symbol(d, ref->sym);
		break;
	}
	sec_add_rela(piece->out, off, ref->type, sym, addend);
}

struct err *pass_extract(struct diff *d)
{
	d->out = obj_create("patch");
	vec_for_each(&d->patched.obj->secs, p)
		make_section(d, *p);
	side_for_each(&d->patched, p)
		if ((*p)->keep)
			make_symbols(d, *p);
	side_for_each(&d->patched, p) {
		if (!(*p)->keep)
			continue;
		vec_for_each(&(*p)->refs, ref)
			make_ref(d, *p, ref);
	}
	return NULL;
}
