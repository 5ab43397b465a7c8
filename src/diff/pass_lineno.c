// SPDX-License-Identifier: GPL-2.0
/*
 * pass_lineno - a moved __LINE__ is no change
 *
 * Some macros pass __LINE__ to a function (ASSERT_RTNL(), all of ext4's
 * journal), and one line that is added at the top of a file changes every
 * function that uses them. Such a function is taken back to SAME if all that
 * differs are constants loaded into argument registers,
 *
 *	mov $0x397, %esi	becomes		mov $0x39b, %esi
 *
 * and the line table says of that very instruction that it comes from these
 * lines: 0x397 before and 0x39b after, or that a call was inlined there which
 * stands in these lines. A constant that really changed would have to be its
 * own line number twice: that a constant moved as far as its line is not
 * enough. Without line tables, only arguments that cannot be anything else are
 * taken for lines (line_calls.c); only those may be some lines below, too.
 *
 * Reads: status, line tables.  Writes: status.
 */
#include <string.h>

#include "diff/inlines.h"
#include "diff/lines.h"
#include "diff/model.h"

/* A call of several lines has the first, its argument __LINE__ its own. */
#define MAX_ARG_LINES 10

struct table {
	VEC(uint32_t) lines;	/* of all rows of one function, ... */
	VEC(uint64_t) offs;	/* ... and where they begin */
	bool none;		/* neither object has any */
	const struct inline_func *func;	/* what is inlined, or NULL */
};

static uint64_t body_size(const struct piece *piece)
{
	return piece->size - (piece->base - piece->off);
}

static void table_make(const struct lines *lines, const struct piece *piece,
		       struct table *ret)
{
	size_t i = lines_first(lines, piece->sec);

	for (; i < lines->rows.n; i++) {
		const struct line_row *row = &lines->rows.v[i];
		uint64_t off = row->addr - piece->base;

		if (row->sec != piece->sec)
			return;
		if (row->addr < piece->base || off >= body_size(piece))
			continue;
		vec_push(&ret->lines, row->line);
		vec_push(&ret->offs, off);
	}
}

static bool tables_match(const struct table *a, const struct table *b)
{
	return a->offs.n && a->offs.n == b->offs.n &&
	       !memcmp(a->offs.v, b->offs.v,
		       a->offs.n * sizeof(*a->offs.v));
}

/* Is @x a line of the instruction at @off before, and @y after? */
static bool are_lines(const struct table *a, const struct table *b,
		      uint64_t off, uint32_t x, uint32_t y, uint32_t most)
{
	uint64_t at = 0;

	for (size_t i = 0; i < a->offs.n; i++)
		if (a->offs.v[i] <= off && a->offs.v[i] > at)
			at = a->offs.v[i];
	for (size_t i = 0; i < a->offs.n; i++) {
		uint32_t line = a->lines.v[i];

		if (a->offs.v[i] == at && x >= line && x - line <= most &&
		    y - b->lines.v[i] == x - line)
			return true;
	}
	return false;
}

/* Of a call that was inlined there? */
static bool are_call_lines(const struct table *a, const struct table *b,
			   uint64_t off, uint32_t x, uint32_t y)
{
	return a->func && b->func && inline_called_at(a->func, off, x) &&
	       inline_called_at(b->func, off, y);
}

static bool is_lineno(const struct piece *a, const struct piece *b,
		      const struct table *ta, const struct table *tb,
		      uint64_t off, uint32_t x, uint32_t y)
{
	bool told = line_call_follows(a, off) && line_call_follows(b, off);

	if (ta->none)
		return told;
	return are_lines(ta, tb, off, x, y, told ? MAX_ARG_LINES : 0) ||
	       are_call_lines(ta, tb, off, x, y);
}

/* Where the constant of "mov $imm32, argument register" is, or 0. */
static unsigned int argument_imm(const uint8_t *code, unsigned int len)
{
	if (len == 5)
		switch (code[0]) {
		case 0xb9:	/* ecx */
		case 0xba:	/* edx */
		case 0xbe:	/* esi */
		case 0xbf:	/* edi */
			return 1;
		}
	if (len == 6 && code[0] == 0x41 &&
	    (code[1] == 0xb8 || code[1] == 0xb9))	/* r8d, r9d */
		return 2;
	return 0;
}

/* False: they differ in something else than a line. */
static bool see_insn(struct piece *a, struct piece *b, uint64_t off,
		     const struct table *ta, const struct table *tb,
		     unsigned int len)
{
	const uint8_t *x = a->sec->data + a->base + off;
	const uint8_t *y = b->sec->data + b->base + off;
	unsigned int imm = argument_imm(x, len);
	uint32_t vx, vy;

	if (!imm || memcmp(x, y, imm))
		return true;	/* piece_equal() will tell */
	memcpy(&vx, x + imm, sizeof(vx));
	memcpy(&vy, y + imm, sizeof(vy));
	if (vx == vy)
		return true;
	if (!is_lineno(a, b, ta, tb, off, vx, vy))
		return false;
	vec_push(&a->lines, off + imm);
	vec_push(&b->lines, off + imm);
	return true;
}

static bool differ_in_lines(struct piece *a, struct piece *b,
			    const struct table *ta, const struct table *tb)
{
	uint64_t size = body_size(a), off = 0;
	struct insn insn;

	if (size != body_size(b) || (!ta->none && !tables_match(ta, tb)))
		return false;
	while (off < size) {
		if (!insn_decode(a->sec->data + a->base + off, size - off,
				 &insn) ||
		    !see_insn(a, b, off, ta, tb, insn.len))
			return false;
		off += insn.len;
	}
	return a->lines.n && piece_equal_owned(a, b);
}

struct sources {
	struct lines orig, patched;
	struct inlines *old, *new;
};

static void look_at(struct piece *piece, const struct sources *sources)
{
	const struct lines *orig = &sources->orig;
	const struct lines *patched = &sources->patched;
	struct piece *twin = piece->twin;
	bool none = !orig->rows.n && !patched->rows.n;
	struct table a = { .none = none }, b = { .none = none };

	if (sources->old)
		a.func = inlines_find(sources->old, twin->name);
	if (sources->new)
		b.func = inlines_find(sources->new, piece->name);
	table_make(orig, twin, &a);
	table_make(patched, piece, &b);
	if (differ_in_lines(twin, piece, &a, &b)) {
		piece->status = twin->status = PIECE_SAME;
		piece->why = NULL;
	}
	vec_deinit(&piece->lines);
	vec_deinit(&twin->lines);
	vec_deinit(&a.lines);
	vec_deinit(&a.offs);
	vec_deinit(&b.lines);
	vec_deinit(&b.offs);
}

static void read_lines(const struct side *side, struct lines *ret)
{
	vec_for_each(&side->obj->secs, p) {
		const struct special *row = (*p)->special;

		if (row && row->lines)
			lines_read(*p, ret);
	}
	lines_sort(ret);
}

struct err *pass_lineno(struct diff *d)
{
	struct sources sources = {0};

	read_lines(&d->orig, &sources.orig);
	read_lines(&d->patched, &sources.patched);
	if (side_has_dwarf(&d->orig) && side_has_dwarf(&d->patched)) {
		sources.old = inlines_read(d->orig.obj->path);
		sources.new = inlines_read(d->patched.obj->path);
	}
	side_for_each(&d->patched, p)
		if ((*p)->kind == PIECE_FUNC && (*p)->sec->data &&
		    (*p)->status == PIECE_CHANGED && (*p)->twin->sec->data)
			look_at(*p, &sources);
	inlines_destroy(sources.old);
	inlines_destroy(sources.new);
	vec_deinit(&sources.orig.rows);
	vec_deinit(&sources.patched.rows);
	return NULL;
}
