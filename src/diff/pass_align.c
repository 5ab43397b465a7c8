// SPDX-License-Identifier: GPL-2.0
/*
 * pass_align - pair numbered variables by who uses them
 *
 * Two functions of the same name refer to much the same things in much the
 * same order. Their references become two lists of labels (the name without
 * numbers, the text of a string), the longest common subsequence aligns the
 * lists, and numbered variables at the same place are the same:
 *
 *	orig:     "one" warned.0 "two" warned.1
 *	patched:  "two" warned.0 "three"
 *	pairs:          warned.1 = warned.0
 *
 * Lists that agree entirely go first, since they leave no doubt; where others
 * do, see doubt.c. A pair may lead to the next (variables refer to variables),
 * so it is repeated.
 *
 * Reads: pieces, twin.  Writes: twin.
 */
#include <string.h>

#include "diff/align.h"

/* More cells than this are not worth the memory: pair in order instead. */
#define ALIGN_CELLS (UINT64_C(1) << 25)

static uint64_t mix(uint64_t hash, const void *data, size_t size)
{
	const uint8_t *p = data;

	while (size--)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t mix_text(uint64_t hash, const char *s)
{
	return mix(hash, s, strlen(s) + 1);
}

static bool is_loose(const struct piece *piece)
{
	return piece && !piece->twin && piece->name &&
	       !piece_is_anonymous(piece) && piece->numbered &&
	       (piece->kind == PIECE_FUNC || piece->kind == PIECE_DATA);
}

static uint64_t hash_string(uint64_t hash, const struct ref *ref)
{
	const struct piece *piece = ref->piece;

	if (ref->to < 0 || (uint64_t)ref->to > piece->size)
		return hash;
	return mix(hash, piece->sec->data + piece->off + ref->to,
		   piece->size - ref->to);
}

/*
 * Debug messages differ by what they say, not by name; of two static locals
 * of one name, that with the same initial value is more likely the same.
 */
static uint64_t hash_contents(uint64_t hash, const struct piece *piece)
{
	if (piece->kind == PIECE_DATA && !piece_row(piece)->copy &&
	    piece->sec->data)
		return mix(hash, piece->sec->data + piece->off, piece->size);
	if (!piece_row(piece)->copy)
		return hash;
	vec_for_each(&piece->refs, ref)
		if (ref->piece && ref->piece->kind == PIECE_STRING)
			hash = hash_string(hash, ref);
	return hash;
}

static struct label make_label(struct arena *arena, const struct ref *ref,
			       bool patched)
{
	struct piece *piece = ref->piece;
	struct label label = { .hash = UINT64_C(0xcbf29ce484222325) };
	uint64_t *hash = &label.hash;
	unsigned int kind;

	if (!piece) {
		*hash = mix_text(*hash, ref->sym->name);
	} else if (is_loose(piece)) {
		label.loose = piece;
		*hash = mix_text(*hash, name_base(arena, piece->name));
		kind = special_kind(piece_row(piece));
		*hash = mix(*hash, &kind, sizeof(kind));
		*hash = mix_text(*hash, piece->scope ? piece->scope : "");
		*hash = hash_contents(*hash, piece);
	} else if (piece->twin) {
		struct piece *id = patched ? piece->twin : piece;

		*hash = mix(*hash, &id, sizeof(id));
	} else if (piece->kind == PIECE_STRING) {
		return (struct label){ .hash = hash_string(*hash, ref),
				       .text = true };
	} else {
		*hash = mix(*hash, &piece->kind, sizeof(piece->kind));
	}
	*hash = mix(*hash, &ref->to, sizeof(ref->to));
	return label;
}

static void add_labels(struct arena *arena, const struct piece *piece,
		       bool patched, struct labels *ret)
{
	vec_for_each(&piece->refs, ref) {
		struct label label = make_label(arena, ref, patched);

		ret->n_loose += label.loose != NULL;
		vec_push(&ret->list, label);
	}
}

/* A key of a jump label may be named by the table's entry only. */
static void make_labels(struct arena *arena, const struct piece *piece,
			bool patched, struct labels *ret)
{
	add_labels(arena, piece, patched, ret);
	vec_for_each(&piece->owned, p)
		add_labels(arena, *p, patched, ret);
}

static bool try_pair(const struct label *a, const struct label *b)
{
	if (!a->loose || !b->loose || a->loose->twin || b->loose->twin ||
	    a->loose->kind != b->loose->kind)
		return false;
	pair_set(a->loose, b->loose);
	return true;
}

/* The lists as they are, place by place; all of it, or nothing is paired. */
static bool pair_equal(const struct labels *a, const struct labels *b)
{
	bool any = false;

	if (a->list.n != b->list.n)
		return false;
	for (size_t i = 0; i < a->list.n; i++)
		if (a->list.v[i].hash != b->list.v[i].hash)
			return false;
	for (size_t i = 0; i < a->list.n; i++)
		any |= try_pair(&a->list.v[i], &b->list.v[i]);
	return any;
}

uint32_t *labels_common(const struct label *a, size_t n,
			const struct label *b, size_t m)
{
	uint32_t *ret = xcalloc((n + 1) * (m + 1), sizeof(*ret));
	size_t width = m + 1;

	for (size_t i = n; i-- > 0;)
		for (size_t j = m; j-- > 0;) {
			uint32_t *cell = &ret[i * width + j];
			uint32_t down = cell[width], right = cell[1];

			if (a[i].hash == b[j].hash)
				*cell = cell[width + 1] + 1;
			else
				*cell = down > right ? down : right;
		}
	return ret;
}

static bool pair_common(const struct label *a, size_t n,
			const struct label *b, size_t m)
{
	uint32_t *len = labels_common(a, n, b, m);
	size_t width = m + 1, i, j;
	bool any = false;

	for (i = j = 0; i < n && j < m;) {
		if (a[i].hash == b[j].hash)
			any |= try_pair(&a[i++], &b[j++]);
		else if (len[(i + 1) * width + j] >= len[i * width + j + 1])
			i++;
		else
			j++;
	}
	free(len);
	return any;
}

/* Common ends need no table, and are most of it in practice. */
static bool pair_aligned(const struct labels *a, const struct labels *b)
{
	const struct label *x = a->list.v, *y = b->list.v;
	size_t n = a->list.n, m = b->list.n;
	bool any = false;

	while (n && m && x->hash == y->hash) {
		any |= try_pair(x++, y++);
		n--;
		m--;
	}
	while (n && m && x[n - 1].hash == y[m - 1].hash)
		any |= try_pair(&x[--n], &y[--m]);
	if (!n || !m || (uint64_t)(n + 1) * (m + 1) > ALIGN_CELLS)
		return any;
	return pair_common(x, n, y, m) || any;
}

static bool refers_to_loose(const struct piece *piece)
{
	vec_for_each(&piece->refs, ref)
		if (is_loose(ref->piece))
			return true;
	return false;
}

static bool has_loose(const struct piece *piece)
{
	if (refers_to_loose(piece))
		return true;
	vec_for_each(&piece->owned, p)
		if (refers_to_loose(*p))
			return true;
	return false;
}

static bool align_piece(struct piece *piece, bool exact)
{
	_cleanup_arena_ struct arena *arena = NULL;
	struct labels a = {0}, b = {0};
	bool any = false;

	if (!has_loose(piece) || !has_loose(piece->twin))
		return false;
	arena = arena_create();
	make_labels(arena, piece, false, &a);
	make_labels(arena, piece->twin, true, &b);
	if (a.n_loose && b.n_loose && !exact)
		labels_doubt(&a, &b);
	if (a.n_loose && b.n_loose)
		any = exact ? pair_equal(&a, &b) : pair_aligned(&a, &b);
	vec_deinit(&a.list);
	vec_deinit(&b.list);
	return any;
}

static bool align_all(struct diff *d, bool exact)
{
	bool any = false;

	side_for_each(&d->orig, p)
		if ((*p)->twin)
			any |= align_piece(*p, exact);
	return any;
}

struct err *pass_align(struct diff *d)
{
	do {
		while (align_all(d, true))
			;
	} while (align_all(d, false) || pair_leftovers(d));
	return NULL;
}
