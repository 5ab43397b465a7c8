// SPDX-License-Identifier: GPL-2.0
/*
 * same - do two pieces say the same?
 *
 * Bytes must agree wherever no relocation is applied, and relocations must
 * agree in type and place and lead to the same: to twins at the same offset,
 * to the same text, to constants of the same contents. A line number in a
 * table is not a difference (special_rows.c says where those are), nor is one
 * behind the name of a source file in a string, as FORTIFY_SOURCE has it:
 * "field \"buf\" at kernel/printk/printk.c:2881".
 */
#include <ctype.h>
#include <string.h>

#include "diff/model.h"
#include "elf/names.h"

static uint64_t body_size(const struct piece *piece)
{
	return piece->size - (piece->base - piece->off);
}

/* A copy without what relocations fill in and what does not count. */
static uint8_t *masked(const struct piece *piece)
{
	const struct special *row = piece_row(piece);
	uint64_t size = body_size(piece);
	uint8_t *copy = xcalloc(1, size + 8);
	uint64_t at = row->line_off, line;

	if (piece->sec->data && size)
		memcpy(copy, piece->sec->data + piece->base, size);
	vec_for_each(&piece->refs, ref) {
		unsigned int width = reloc_width(ref->type);

		if (ref->off >= 0 && (uint64_t)ref->off + width <= size)
			memset(copy + ref->off, 0, width);
	}
	vec_for_each(&piece->lines, off)
		memset(copy + *off, 0, sizeof(uint32_t));
	/* an entry that is longer than ours has more in front of the line */
	if (row->size && size > row->size)
		at += size - row->size;
	if (row->line_mask && at + sizeof(uint32_t) <= size &&
	    (!row->place || (piece->refs.n && !piece->refs.v[0].off))) {
		memcpy(&line, copy + at, sizeof(line));
		line &= ~row->line_mask;
		memcpy(copy + at, &line, sizeof(line));
	}
	return copy;
}

static bool bytes_equal(const struct piece *a, const struct piece *b)
{
	uint64_t size = body_size(a);
	uint8_t *x, *y;
	bool equal;

	if (size != body_size(b))
		return false;
	if (!a->sec->data && !b->sec->data)
		return true;	/* zeroes, however many */
	x = masked(a);
	y = masked(b);
	equal = !memcmp(x, y, size);
	free(x);
	free(y);
	return equal;
}

struct text {
	const char *s;
	size_t n;
};

static struct text ref_text(const struct ref *ref)
{
	const struct piece *piece = ref->piece;
	const uint8_t *data = piece->sec->data + piece->off;

	if (ref->to < 0 || (uint64_t)ref->to > piece->size)
		return (struct text){0};
	return (struct text){ (const char *)data + ref->to,
			      piece->size - ref->to };
}

/* How many digits stand at @i, right behind ".c:" or ".h:". */
static size_t line_digits(const struct text *t, size_t i)
{
	size_t n = 0;

	if (i < 3 || t->s[i - 1] != ':' || t->s[i - 3] != '.' ||
	    (t->s[i - 2] != 'c' && t->s[i - 2] != 'h'))
		return 0;
	while (i + n < t->n && isdigit((unsigned char)t->s[i + n]))
		n++;
	return n;
}

static bool text_equal(const struct ref *a, const struct ref *b)
{
	struct text x = ref_text(a), y = ref_text(b);
	size_t i = 0, j = 0;

	if (!x.s || !y.s)	/* out of the string: of a damaged file */
		return x.s == y.s && a->to == b->to &&
		       bytes_equal(a->piece, b->piece);
	while (i < x.n && j < y.n) {
		size_t n = line_digits(&x, i), m = line_digits(&y, j);

		if (n && m) {
			i += n;
			j += m;
		} else if (x.s[i++] != y.s[j++]) {
			return false;
		}
	}
	return i == x.n && j == y.n;
}

static bool symbols_same(const struct ref *a, const struct ref *b)
{
	if (a->to != b->to || a->sym->shndx != b->sym->shndx ||
	    strcmp(a->sym->name, b->sym->name))
		return false;
	if (!a->sym->sec || !b->sym->sec)
		return a->sym->sec == b->sym->sec &&
		       (a->sym->shndx != SHN_ABS ||
			a->sym->value == b->sym->value);
	return !strcmp(a->sym->sec->name, b->sym->sec->name);
}

/*
 * Constants that lead to constants: deeper, or more of them, is nobody's
 * code, and a crafted file shall not keep us for ever.
 */
#define MAX_DEPTH 64
#define MAX_STEPS 100000

struct walk {
	unsigned int depth, steps;
};

static bool equal(struct piece *a, struct piece *b, struct walk *walk);

static bool refs_same(const struct ref *a, const struct ref *b,
		      struct walk *walk)
{
	if (a->off != b->off || a->branch != b->branch || a->bias != b->bias)
		return false;
	/* calls are PC32 or PLT32, as the assembler likes */
	if (a->type != b->type && !a->branch)
		return false;
	if (!a->piece || !b->piece)
		return !a->piece && !b->piece && symbols_same(a, b);
	if (a->piece->kind == PIECE_STRING && b->piece->kind == PIECE_STRING)
		return text_equal(a, b);
	if (a->to != b->to)
		return false;
	if (piece_is_anonymous(a->piece) && piece_is_anonymous(b->piece))
		return equal(a->piece, b->piece, walk);
	/* entries, and sections that are one thing, have no name either */
	if (a->piece->kind == PIECE_ENTRY && b->piece->kind == PIECE_ENTRY &&
	    !strcmp(a->piece->sec->name, b->piece->sec->name))
		return equal(a->piece, b->piece, walk);
	return a->piece->twin == b->piece;
}

static bool equal(struct piece *a, struct piece *b, struct walk *walk)
{
	bool same = true;

	if (walk->depth == MAX_DEPTH || walk->steps++ == MAX_STEPS ||
	    a->refs.n != b->refs.n || !bytes_equal(a, b))
		return false;
	walk->depth++;
	for (size_t i = 0; same && i < a->refs.n; i++)
		same = refs_same(&a->refs.v[i], &b->refs.v[i], walk);
	walk->depth--;
	return same;
}

bool piece_equal(struct piece *a, struct piece *b)
{
	struct walk walk = {0};

	return equal(a, b, &walk);
}

/* Annotations for objtool do not run. */
static bool is_loaded(const struct piece *entry)
{
	return entry->sec->flags & SHF_ALLOC;
}

static size_t count_loaded(const struct piece *piece)
{
	size_t n = 0;

	vec_for_each(&piece->owned, p)
		n += is_loaded(*p);
	return n;
}

/* The first entry about @piece in the section called @name, or its end. */
static size_t first_owned(const struct piece *piece, const char *name)
{
	size_t i = 0;

	while (i < piece->owned.n &&
	       strcmp(piece->owned.v[i]->sec->name, name))
		i++;
	return i;
}

/* Entries of one section stand together, in order. */
bool piece_equal_owned(struct piece *a, struct piece *b)
{
	const char *name = "";
	size_t at = 0;

	if (!piece_equal(a, b) || count_loaded(a) != count_loaded(b))
		return false;
	vec_for_each(&a->owned, p) {
		struct piece *other;

		if (!is_loaded(*p))
			continue;
		at = strcmp(name, (*p)->sec->name) ?
		     first_owned(b, (*p)->sec->name) : at + 1;
		name = (*p)->sec->name;
		other = at < b->owned.n ? b->owned.v[at] : NULL;
		if (!other || strcmp(other->sec->name, name) ||
		    !piece_equal(*p, other))
			return false;
	}
	return true;
}
