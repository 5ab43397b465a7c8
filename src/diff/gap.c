// SPDX-License-Identifier: GPL-2.0
/*
 * gap - cut what no symbol covers
 *
 * gcc keeps some constants without a name (the image of an initialised array
 * on the stack, a switch table), and inline assembler leaves code in
 * .altinstr_replacement. References tell where such things begin. One piece
 * of code may read a constant in several parts, so all that one piece refers
 * to in a gap, from the first to the last, stays in one piece:
 *
 *	f refers to +0 and +8, g to +24:   [0, 24) and [24, end)
 */
#include "diff/model.h"

struct want {
	struct sec *sec;
	size_t order;		/* of the section */
	uint64_t low, high;	/* addresses referred to */
	uint64_t end;		/* of the gap */
	const void *from;
};

struct wants {
	VEC(struct want) list;
};

static bool is_cut(const struct sec *sec)
{
	const struct special *row = sec->special;

	return row && (row->act == SP_TEXT || row->act == SP_DATA);
}

static uint64_t gap_end(const struct sec *sec, uint64_t addr)
{
	const struct cut *cut = sec_cut(sec);
	size_t i = cut_above(cut, addr);

	return i < cut->pieces.n ? cut->pieces.v[i]->off : sec->size;
}

static void collect_sec(struct sec *sec, struct wants *wants)
{
	for (size_t i = 0; i < sec->relas.n; i++) {
		struct want want = {0};
		struct piece *from;

		want.sec = rela_target(sec, i, &want.low);
		if (!want.sec || !is_cut(want.sec) ||
		    sec->relas.v[i].sym->priv || want.low >= want.sec->size ||
		    piece_at(want.sec, want.low))
			continue;
		from = piece_at(sec, sec->relas.v[i].off);
		want.from = from ? (void *)from : (void *)sec;
		if (want.sec == sec && !from)
			continue;
		want.high = want.low;
		want.end = gap_end(want.sec, want.low);
		want.order = want.sec->index;
		vec_push(&wants->list, want);
	}
}

static int by_from(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->low > y->low) - (x->low < y->low);
}

static int by_place(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->low > y->low) - (x->low < y->low);
}

/* One entry for what one piece wants of one gap. */
static void join_from(struct wants *wants)
{
	size_t n = 0;

	vec_sort(&wants->list, by_from);
	vec_for_each(&wants->list, want) {
		struct want *last = n ? &wants->list.v[n - 1] : NULL;

		if (last && last->sec == want->sec && last->end == want->end &&
		    last->from == want->from)
			last->high = want->high;
		else
			wants->list.v[n++] = *want;
	}
	wants->list.n = n;
}

/* Entries that overlap become one; the rest tells where pieces begin. */
static void join_overlapping(struct wants *wants)
{
	size_t n = 0;

	vec_sort(&wants->list, by_place);
	vec_for_each(&wants->list, want) {
		struct want *last = n ? &wants->list.v[n - 1] : NULL;

		if (last && last->sec == want->sec && last->end == want->end &&
		    want->low <= last->high) {
			if (want->high > last->high)
				last->high = want->high;
		} else {
			wants->list.v[n++] = *want;
		}
	}
	wants->list.n = n;
}

void gaps_split(struct side *side)
{
	struct wants wants = {0};
	struct sec *sec = NULL;

	vec_for_each(&side->obj->secs, p)
		if ((*p)->special)
			collect_sec(*p, &wants);
	join_from(&wants);
	join_overlapping(&wants);
	for (size_t i = 0; i < wants.list.n; i++) {
		const struct want *want = &wants.list.v[i];
		uint64_t end = want->end;

		if (i + 1 < wants.list.n && want[1].sec == want->sec &&
		    want[1].low < end)
			end = want[1].low;
		piece_add(side, want->sec, PIECE_CONST, want->low,
			  end - want->low);
		if (sec && sec != want->sec)
			cut_sort(sec);
		sec = want->sec;
	}
	if (sec)
		cut_sort(sec);
	vec_deinit(&wants.list);
}
