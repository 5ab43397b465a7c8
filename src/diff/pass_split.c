// SPDX-License-Identifier: GPL-2.0
/*
 * pass_split - cut both objects into pieces
 *
 * Symbols that have a size say where functions and variables are; strings end
 * at NULs; entries of tables have one size. What no symbol covers but
 * something refers to (constants that gcc keeps without a name, pieces of
 * .altinstr_replacement) is cut where references lead (gap.c). After this
 * every relocation leads from a piece to a piece, and the bytes of the inputs
 * never change again.
 *
 * Reads: the objects.  Writes: sec->special, sec->priv, side->pieces.
 */
#include <string.h>

#include "diff/model.h"

/* How far from its beginning a function calls ftrace, at most. */
#define MAX_PROLOGUE 16

static void look_up(struct side *side)
{
	vec_for_each(&side->obj->secs, p) {
		struct sec *sec = *p;

		sec->priv = arena_new(side->obj->arena, struct cut);
		sec->special = special_find(sec);
	}
}

static bool is_strings(const struct sec *sec)
{
	const struct special *row = sec->special;

	if (row && row->act != SP_DATA && row->act != SP_FIXED)
		return false;
	return (sec->flags & SHF_MERGE) && sec->entsize && sec->data;
}

/* May this symbol say where a piece is? */
static bool is_name(const struct sym *sym)
{
	const struct special *row = sym->sec ? sym->sec->special : NULL;

	if (!row || row->act == SP_DROP || row->act == SP_OPAQUE ||
	    !*sym->name ||
	    is_strings(sym->sec) || name_is_padding(sym->name))
		return false;
	switch (sym->type) {
	case STT_FUNC:
	case STT_OBJECT:
		return true;
	case STT_NOTYPE:
		return sym->bind != STB_LOCAL ||
		       (row->act == SP_TEXT && strncmp(sym->name, ".L", 2) &&
			sym->size);
	default:
		return false;
	}
}

/* By place; the larger first, and global names before local ones. */
static int sym_cmp(const void *a, const void *b)
{
	const struct sym *x = *(struct sym *const *)a;
	const struct sym *y = *(struct sym *const *)b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	if ((x->bind == STB_LOCAL) != (y->bind == STB_LOCAL))
		return x->bind == STB_LOCAL ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

static enum piece_kind kind_of(const struct sec *sec)
{
	const struct special *row = sec->special;

	if (row->act == SP_TEXT)
		return PIECE_FUNC;
	return PIECE_DATA;
}

/* Code without a size reaches up to the next symbol. */
static uint64_t sym_size(const struct sec *sec, size_t i)
{
	const struct cut *cut = sec_cut(sec);
	const struct sym *sym = cut->syms.v[i];
	const struct special *row = sec->special;

	if (sym->size || row->act != SP_TEXT)
		return sym->size;
	for (i++; i < cut->syms.n; i++)
		if (cut->syms.v[i]->value > sym->value)
			return cut->syms.v[i]->value - sym->value;
	return sec->size - sym->value;
}

/*
 * A symbol inside another's range is a label there; one that reaches beyond
 * it makes the range longer: both have to stay together.
 */
static void split_symbols(struct side *side, struct sec *sec)
{
	struct cut *cut = sec_cut(sec);
	struct piece *last = NULL;

	vec_sort(&cut->syms, sym_cmp);
	for (size_t i = 0; i < cut->syms.n; i++) {
		struct sym *sym = cut->syms.v[i];
		uint64_t size = sym_size(sec, i);

		if (last && sym->value == last->base &&
		    (size == last->size || (!size && last->size))) {
			piece_name(last, sym);
		} else if (last && sym->value < last->off + last->size) {
			if (sym->value + size > last->off + last->size)
				last->size = sym->value + size - last->off;
		} else {
			last = piece_add(side, sec, kind_of(sec), sym->value,
					 size);
			piece_name(last, sym);
		}
	}
	vec_deinit(&cut->syms);
}

/* Padding in front of a function, which its symbol leaves out. */
static void add_prefix(struct sec *table, size_t i)
{
	struct piece *piece, *last;
	const struct cut *cut;
	uint64_t addr;
	struct sec *sec = rela_target(table, i, &addr);
	size_t at;

	if (!sec || !sec->priv)
		return;
	cut = sec_cut(sec);
	at = cut_above(cut, addr);
	piece = at < cut->pieces.n ? cut->pieces.v[at] : NULL;
	last = at ? cut->pieces.v[at - 1] : NULL;
	if (!piece || piece->base - addr > 64 ||
	    (last && (last->base >= addr || last->off + last->size > addr)))
		return;
	piece->size += piece->off - addr;
	piece->off = addr;
}

static void split_sections(struct diff *d, struct side *side)
{
	vec_for_each(&side->obj->syms, p)
		if (is_name(*p))
			vec_push_few(&sec_cut((*p)->sec)->syms, *p);
	vec_for_each(&side->obj->secs, p) {
		struct sec *sec = *p;
		const struct special *row = sec->special;

		if (!row || row->act == SP_DROP)
			continue;
		if (row->act == SP_OPAQUE)
			piece_add(side, sec, PIECE_ENTRY, 0, sec->size);
		else if (is_strings(sec))
			strings_split(side, sec);
		else if (row->ids)
			ids_split(side, sec);
		else if (row->act == SP_KEEP || row->size || row->relocs)
			entries_split(d, side, sec);
		else
			split_symbols(side, sec);
		/* not even symbols: the section is one thing */
		if (row->act == SP_FIXED && !sec_cut(sec)->pieces.n)
			piece_add(side, sec, PIECE_ENTRY, 0, sec->size);
	}
	vec_for_each(&side->obj->secs, p) {
		const struct special *row = (*p)->special;

		for (size_t i = 0; row && row->prefix && i < (*p)->relas.n; i++)
			add_prefix(*p, i);
	}
	vec_for_each(&side->obj->secs, p) {
		const struct special *row = (*p)->special;

		if (row && row->act == SP_TEXT)
			code_scan(*p);
	}
	gaps_split(side);
}

static struct ref make_ref(const struct piece *piece, size_t i)
{
	const struct sec *sec = piece->sec;
	const struct cut *cut = sec_cut(sec);
	const struct rela *rela = &sec->relas.v[i];
	struct ref ref = {
		.at = rela->off, .off = (int64_t)(rela->off - piece->base),
		.type = rela->type, .sym = rela->sym,
		.bias = cut->bias ? cut->bias[i] : 0,
		.branch = cut->branch && cut->branch[i],
	};
	uint64_t addr;
	struct sec *target = rela_target(sec, i, &addr);

	/* what a file says may overflow */
	ref.to = (int64_t)((uint64_t)rela->addend + ref.bias);
	ref.named = rela->sym->type != STT_SECTION;
	ref.piece = rela->sym->priv;
	if (!ref.piece && target)
		ref.piece = piece_at(target, addr);
	if (ref.piece)
		ref.to = (int64_t)(addr - ref.piece->base);
	return ref;
}

/* Those of the relocations [@i, @end). Never more of them: no growing. */
static void make_piece_refs(struct piece *piece, size_t i, size_t end)
{
	struct arena *arena = piece->sec->obj->arena;

	if (i == end)
		return;
	piece->refs.v = arena_array(arena, end - i, sizeof(*piece->refs.v));
	piece->refs.room = end - i;
	while (i < end)
		piece->refs.v[piece->refs.n++] = make_ref(piece, i++);
}

static void make_refs(struct sec *sec)
{
	struct cut *cut = sec_cut(sec);
	size_t i = 0, from;

	vec_for_each(&cut->pieces, p) {
		struct piece *piece = *p;
		uint64_t end = piece->off + piece->size;

		while (i < sec->relas.n && sec->relas.v[i].off < piece->off)
			i++;
		for (from = i; i < sec->relas.n && sec->relas.v[i].off < end;)
			i++;
		make_piece_refs(piece, from, i);
	}
}

/*
 * An alternative may have no replacement at all. Its relocation then leads to
 * where the next one begins; let it lead to the code itself, and nowhere else.
 */
static void fix_empty_pair(struct piece *entry)
{
	const uint8_t *data = entry->sec->data + entry->off;
	/* ..., u8 instrlen, u8 replacementlen; Linux before 5.13: u8 padlen */
	uint64_t len = entry->size - (entry->size == 13 ? 2 : 1);

	if (entry->refs.n == 2 && !data[len]) {
		entry->refs.v[1].piece = entry->refs.v[0].piece;
		entry->refs.v[1].sym = entry->refs.v[0].sym;
		entry->refs.v[1].to = entry->refs.v[0].to;
		entry->refs.v[1].named = entry->refs.v[0].named;
	}
}

/* Entries of tables belong to the code that their owner field leads to. */
static void find_owner(struct piece *entry)
{
	const struct special *row = piece_row(entry);

	if (row->act != SP_KEEP)
		return;
	if (row->pair)
		fix_empty_pair(entry);
	vec_for_each(&entry->refs, ref) {
		if (ref->off != row->owner || !ref->piece ||
		    !piece_is_text(ref->piece))
			continue;
		entry->owner = ref->piece;
		vec_push_few(&ref->piece->owned, entry);
		if (row->ftrace)
			ref->piece->traced = true;
	}
}

/*
 * Is it the call of __fentry__, or the nop that such a call was made before
 * the object was finished? Then its relocation says nothing but where it was.
 */
static bool is_ftrace_call(const struct piece *piece, const struct ref *ref)
{
	const struct sec *sec = piece->sec;
	struct insn insn;

	if (ref->off < 0 || ref->off > MAX_PROLOGUE ||
	    !name_is_ftrace(ref->sym->name))
		return false;
	return ref->branch ||
	       (ref->type == R_X86_64_NONE && ref->off >= 1 && sec->data &&
		insn_decode(sec->data + ref->at - 1, sec->size - ref->at + 1,
			    &insn) && insn.len == 5);
}

/*
 * Kernels may collect ftrace locations only when the unit is linked
 * (recordmcount, objtool), or all but some: the calls themselves tell.
 */
static void find_traced(struct side *side)
{
	side_for_each(side, p) {
		if ((*p)->kind != PIECE_FUNC)
			continue;
		vec_for_each(&(*p)->refs, ref)
			if (is_ftrace_call(*p, ref))
				(*p)->traced = true;
	}
}

static void list_name(struct side *side, const char *name,
		      struct piece *piece)
{
	struct piece *first = map_find(&side->by_name, name);

	if (!first)
		map_put(&side->by_name, name, piece);
	else if (first != piece)
		first->homonyms = true;
}

static void list_pieces(struct side *side)
{
	vec_for_each(&side->obj->secs, p)
		vec_for_each(&sec_cut(*p)->pieces, q) {
			struct piece *piece = *q;

			vec_push(&side->pieces, piece);
			if (piece->kind == PIECE_ENTRY)
				continue;
			vec_for_each(&piece->syms, s)
				list_name(side, (*s)->name, piece);
		}
}

static void split_side(struct diff *d, struct side *side)
{
	look_up(side);
	split_sections(d, side);
	list_pieces(side);
	vec_for_each(&side->obj->secs, p)
		make_refs(*p);
	side_for_each(side, p)
		if ((*p)->kind == PIECE_ENTRY)
			find_owner(*p);
	find_traced(side);
}

struct err *pass_split(struct diff *d)
{
	split_side(d, &d->orig);
	split_side(d, &d->patched);
	return NULL;
}
