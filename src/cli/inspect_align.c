// SPDX-License-Identifier: GPL-2.0
/*
 * inspect_align - which lines of the old code are which of the new
 *
 * The longest common sequence of equal lines, by the table that every text
 * book has, after what is equal at both ends is off. Functions that are too
 * long for that are shown without common lines in the middle. What is left on
 * both sides between two equal lines stands side by side.
 */
#include "cli/inspect_align.h"

#include <stdlib.h>
#include <string.h>

#define CELLS_MAX	(100u << 20)

static bool is_equal(const struct code_line *a, const struct code_line *b)
{
	return !strcmp(a->key, b->key);
}

/* Lines that wait for what stands beside them. */
struct pending {
	const struct code_line *old, *new;
	size_t n_old, n_new;
};

static void flush(struct code_rows *rows, struct pending *p)
{
	size_t n = p->n_old > p->n_new ? p->n_old : p->n_new;

	for (size_t i = 0; i < n; i++)
		vec_push(&rows->list, ((struct code_row){
			.old = i < p->n_old ? p->old + i : NULL,
			.new = i < p->n_new ? p->new + i : NULL }));
	rows->gone += p->n_old;
	rows->added += p->n_new;
	p->n_old = p->n_new = 0;
}

static void push_old(struct pending *p, const struct code_line *line)
{
	if (!p->n_old++)
		p->old = line;
}

static void push_new(struct pending *p, const struct code_line *line)
{
	if (!p->n_new++)
		p->new = line;
}

static void push_same(struct code_rows *rows, struct pending *p,
		      const struct code_line *old, const struct code_line *new)
{
	flush(rows, p);
	vec_push(&rows->list, ((struct code_row){ .old = old, .new = new,
						  .same = true }));
}

/* length[i * (n + 1) + j]: of the common sequence behind old i and new j */
static uint16_t *lengths(const struct code_line *old, size_t m,
			 const struct code_line *new, size_t n)
{
	uint16_t *length = xcalloc((m + 1) * (n + 1), sizeof(*length));

	for (size_t i = m; i-- > 0;) {
		uint16_t *row = length + i * (n + 1);
		const uint16_t *below = row + n + 1;

		for (size_t j = n; j-- > 0;) {
			if (is_equal(&old[i], &new[j]))
				row[j] = (uint16_t)(below[j + 1] + 1);
			else
				row[j] = below[j] >= row[j + 1] ? below[j] :
					 row[j + 1];
		}
	}
	return length;
}

static void middle(struct code_rows *rows, struct pending *p,
		   const struct code_line *old, size_t m,
		   const struct code_line *new, size_t n)
{
	bool fits = m < UINT16_MAX && n < UINT16_MAX && m * n < CELLS_MAX;
	_cleanup_free_ uint16_t *length = fits ? lengths(old, m, new, n) :
						 NULL;
	size_t i = 0, j = 0;

	while (i < m && j < n) {
		const uint16_t *at = length ? length + i * (n + 1) + j : NULL;

		if (at && is_equal(&old[i], &new[j]))
			push_same(rows, p, &old[i++], &new[j++]);
		else if (!at || at[n + 1] >= at[1])
			push_old(p, &old[i++]);
		else
			push_new(p, &new[j++]);
	}
	while (i < m)
		push_old(p, &old[i++]);
	while (j < n)
		push_new(p, &new[j++]);
}

void code_align(const struct code_lines *old, const struct code_lines *new,
		struct code_rows *ret)
{
	const struct code_line *o = old->list.v, *n = new->list.v;
	size_t n_old = old->list.n, n_new = new->list.n, head = 0, tail = 0;
	struct pending p = {0};

	while (head < n_old && head < n_new && is_equal(&o[head], &n[head])) {
		push_same(ret, &p, &o[head], &n[head]);
		head++;
	}
	while (tail < n_old - head && tail < n_new - head &&
	       is_equal(&o[n_old - tail - 1], &n[n_new - tail - 1]))
		tail++;
	if (n_old > head + tail || n_new > head + tail)
		middle(ret, &p, o + head, n_old - head - tail, n + head,
		       n_new - head - tail);
	flush(ret, &p);
	for (; tail; tail--)
		push_same(ret, &p, &o[n_old - tail], &n[n_new - tail]);
}
