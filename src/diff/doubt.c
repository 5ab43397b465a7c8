// SPDX-License-Identifier: GPL-2.0
/*
 * doubt - which of several variables of one name is it?
 *
 * If one came or went, or one came and another went, more than one alignment
 * of the two lists can be the longest:
 *
 *	orig:     "one" warned.0 "two"
 *	patched:  "one" warned.0 "new" warned.1 "two"
 *
 * Either one may be the old one, and what is wrong here puts the value of one
 * variable into another. So a variable is paired only if all longest alignments
 * pair it with the same one, and no string next to it says otherwise; else it
 * begins anew, and the author is told (KM022 in pass_verify.c).
 */
#include <stdlib.h>

#include "diff/align.h"

/* With more cells than this everything that may be in doubt is. */
#define DOUBT_CELLS (UINT64_C(1) << 22)

/* One variable that a list refers to, and what it may be in the other. */
struct doubt {
	uint64_t hash;
	struct piece *piece, *other;
	bool patched;
	bool in_doubt;	/* its hash alone does not tell which it is */
	bool several;
};

struct doubts {
	VEC(struct doubt) list;	/* by hash, side and piece */
	bool any;
};

static bool has_value(const struct piece *piece)
{
	return piece && piece_has_value(piece);
}

static int doubt_cmp(const void *a, const void *b)
{
	const struct doubt *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->patched != y->patched)
		return x->patched ? 1 : -1;
	return x->piece < y->piece ? -1 : x->piece > y->piece;
}

static void collect(const struct labels *labels, bool patched,
		    struct doubts *ret)
{
	vec_for_each(&labels->list, l)
		if (has_value(l->loose))
			vec_push(&ret->list, ((struct doubt){
				.hash = l->hash, .piece = l->loose,
				.patched = patched }));
}

/* Each once. */
static void unique(struct doubts *doubts)
{
	size_t n = 0;

	vec_sort(&doubts->list, doubt_cmp);
	for (size_t i = 0; i < doubts->list.n; i++)
		if (!n || doubt_cmp(&doubts->list.v[n - 1],
				    &doubts->list.v[i]))
			doubts->list.v[n++] = doubts->list.v[i];
	doubts->list.n = n;
}

/* Of which hashes are there several on one side, and some on both? */
static void count(struct doubts *doubts)
{
	size_t end;

	for (size_t i = 0; i < doubts->list.n; i = end) {
		const struct doubt *d = &doubts->list.v[i];
		size_t n[2] = {0};

		for (end = i; end < doubts->list.n &&
			      doubts->list.v[end].hash == d->hash; end++)
			n[doubts->list.v[end].patched]++;
		if (!n[0] || !n[1] || n[0] + n[1] == 2)
			continue;
		doubts->any = true;
		for (size_t k = i; k < end; k++)
			doubts->list.v[k].in_doubt = true;
	}
}

static struct doubt *find(const struct doubts *doubts,
			  const struct label *label, bool patched)
{
	struct doubt key = { .hash = label->hash, .piece = label->loose,
			     .patched = patched };
	struct doubt *ret;

	if (!has_value(label->loose))
		return NULL;
	ret = bsearch(&key, doubts->list.v, doubts->list.n, sizeof(key),
		      doubt_cmp);
	return ret && ret->in_doubt ? ret : NULL;
}

static void may_be(struct doubt *doubt, struct piece *other)
{
	if (!doubt)
		return;
	if (doubt->other && doubt->other != other)
		doubt->several = true;
	doubt->other = other;
}

/*
 * A pair is part of a longest alignment if what is common in front of it and
 * behind it adds up to that. Of what is in front, one row at a time is enough.
 */
static void mark(const struct labels *a, const struct labels *b,
		 const struct doubts *doubts)
{
	size_t n = a->list.n, m = b->list.n, width = m + 1;
	uint32_t *tail = labels_common(a->list.v, n, b->list.v, m);
	uint32_t *head = xcalloc(width, sizeof(*head));

	for (size_t i = 0; i < n; i++) {
		const struct label *x = &a->list.v[i];
		struct doubt *d = find(doubts, x, false);
		uint32_t front = 0;	/* of x and the next y */

		for (size_t j = 0; j < m; j++) {
			const struct label *y = &b->list.v[j];
			uint32_t up = head[j + 1];

			if (x->hash == y->hash) {
				head[j + 1] = front + 1;
				if (d && front + 1 + tail[(i + 1) * width +
							  j + 1] == *tail) {
					may_be(d, y->loose);
					may_be(find(doubts, y, true), x->loose);
				}
			} else if (head[j] > up) {
				head[j + 1] = head[j];
			}
			front = up;
		}
	}
	free(head);
	free(tail);
}

/* The string in front of what is about @piece, or behind it; 0: none. */
static uint64_t text_near(const struct labels *labels,
			  const struct piece *piece, bool behind)
{
	uint64_t text = 0;
	bool seen = false;

	vec_for_each(&labels->list, l) {
		if (l->loose == piece) {
			if (!behind)
				return text;
			seen = true;
			text = 0;
		} else if (l->text && (!behind || (seen && !text))) {
			text = l->hash;
		}
	}
	return text;
}

/*
 * The longest alignment takes one for the other; but a string that was with
 * this one is with a third now.
 */
static void contradict(const struct labels *a, const struct labels *b,
		       struct doubts *doubts, struct doubt *d, bool behind)
{
	const struct labels *here = d->patched ? b : a;
	const struct labels *there = d->patched ? a : b;
	uint64_t text = text_near(here, d->piece, behind);

	if (!text || text == text_near(there, d->other, behind))
		return;
	vec_for_each(&doubts->list, e) {
		if (e->hash != d->hash || e->patched == d->patched ||
		    e->piece == d->other ||
		    text_near(there, e->piece, behind) != text)
			continue;
		d->several = e->several = true;
	}
}

static void contradict_all(const struct labels *a, const struct labels *b,
			   struct doubts *doubts)
{
	vec_for_each(&doubts->list, d) {
		if (!d->in_doubt || !d->other)
			continue;
		contradict(a, b, doubts, d, false);
		contradict(a, b, doubts, d, true);
	}
}

static void let_go(struct labels *labels, bool patched,
		   const struct doubts *doubts, bool all)
{
	vec_for_each(&labels->list, l) {
		const struct doubt *d = find(doubts, l, patched);

		if (d && (all || d->several))
			l->loose = NULL;
	}
}

void labels_doubt(struct labels *a, struct labels *b)
{
	bool all = (a->list.n + 1) * (b->list.n + 1) > DOUBT_CELLS;
	struct doubts doubts = {0};

	collect(a, false, &doubts);
	collect(b, true, &doubts);
	unique(&doubts);
	count(&doubts);
	if (doubts.any) {
		if (!all) {
			mark(a, b, &doubts);
			contradict_all(a, b, &doubts);
		}
		let_go(a, false, &doubts, all);
		let_go(b, true, &doubts, all);
	}
	vec_deinit(&doubts.list);
}
