// SPDX-License-Identifier: GPL-2.0
/*
 * lines - the line number program of DWARF (DWARF 5, section 6.2)
 *
 * Only addresses and lines are followed. In a relocatable object an address
 * is a relocation, which also tells the section.
 */
#include "diff/lines.h"

#include <string.h>

enum {
	LNS_COPY = 1, LNS_ADVANCE_PC, LNS_ADVANCE_LINE, LNS_SET_FILE,
	LNS_SET_COLUMN, LNS_NEGATE_STMT, LNS_SET_BASIC_BLOCK,
	LNS_CONST_ADD_PC, LNS_FIXED_ADVANCE_PC,
	LNE_END_SEQUENCE = 1, LNE_SET_ADDRESS,
};

struct program {
	const struct sec *sec;
	struct lines *ret;
	uint64_t at, end;	/* of this unit, in the section */
	bool bad;
	size_t rela;		/* the next one to look at */
	uint8_t min_len, line_range, opcode_base;
	int8_t line_base;
	uint8_t n_args[256];

	const struct sec *text;	/* the state machine */
	uint64_t addr;
	uint32_t line;
};

static uint64_t read_uint(struct program *p, size_t size)
{
	uint64_t value = 0;

	if (p->bad || p->end - p->at < size) {
		p->bad = true;
		return 0;
	}
	memcpy(&value, p->sec->data + p->at, size);
	p->at += size;
	return value;
}

static uint64_t read_leb(struct program *p, bool is_signed)
{
	uint64_t value = 0, byte;
	unsigned int shift = 0;

	do {
		byte = read_uint(p, 1);
		if (shift < 64)
			value |= (byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	if (is_signed && shift < 64 && (byte & 0x40))
		value |= ~UINT64_C(0) << shift;
	return value;
}

static void add_row(struct program *p)
{
	struct line_row row = {
		.sec = p->text, .addr = p->addr, .line = p->line,
		.order = p->ret->rows.n,
	};

	if (p->text)
		vec_push(&p->ret->rows, row);
}

static void reset(struct program *p)
{
	p->text = NULL;
	p->addr = 0;
	p->line = 1;
}

static void set_address(struct program *p)
{
	const struct sec *sec = p->sec;
	const struct rela *rela;

	while (p->rela < sec->relas.n && sec->relas.v[p->rela].off < p->at)
		p->rela++;
	p->text = NULL;
	if (p->rela == sec->relas.n || sec->relas.v[p->rela].off != p->at)
		return;
	rela = &sec->relas.v[p->rela];
	p->text = rela->sym->sec;
	p->addr = rela->sym->value + rela->addend;
}

static void extended(struct program *p)
{
	uint64_t len = read_leb(p, false), next = p->at + len;
	uint8_t op;

	if (!len || len > p->end - p->at) {
		p->bad = true;
		return;
	}
	op = read_uint(p, 1);
	if (op == LNE_END_SEQUENCE)
		reset(p);
	else if (op == LNE_SET_ADDRESS)
		set_address(p);
	p->at = next;
}

static void advance(struct program *p, uint64_t ops)
{
	p->addr += ops * p->min_len;
}

static void special(struct program *p, uint8_t op)
{
	uint8_t adjusted = op - p->opcode_base;

	advance(p, adjusted / p->line_range);
	p->line += p->line_base + adjusted % p->line_range;
	add_row(p);
}

static void standard(struct program *p, uint8_t op)
{
	switch (op) {
	case LNS_COPY:
		add_row(p);
		break;
	case LNS_ADVANCE_PC:
		advance(p, read_leb(p, false));
		break;
	case LNS_ADVANCE_LINE:
		p->line += read_leb(p, true);
		break;
	case LNS_CONST_ADD_PC:
		advance(p, (255 - p->opcode_base) / p->line_range);
		break;
	case LNS_FIXED_ADVANCE_PC:
		p->addr += read_uint(p, 2);
		break;
	default:
		for (uint8_t i = 0; i < p->n_args[op]; i++)
			read_leb(p, false);
		break;
	}
}

/* Up to the program; false: nothing that we read. */
static bool read_header(struct program *p)
{
	uint16_t version = read_uint(p, 2);
	uint64_t len;

	if (version < 2 || version > 5)
		return false;
	if (version == 5)
		read_uint(p, 2);	/* size of address and segment */
	len = read_uint(p, 4);
	if (p->bad || len > p->end - p->at)
		return false;
	len += p->at;
	p->min_len = read_uint(p, 1);
	if (version >= 4)
		read_uint(p, 1);	/* operations of a VLIW instruction */
	read_uint(p, 1);		/* is_stmt */
	p->line_base = read_uint(p, 1);
	p->line_range = read_uint(p, 1);
	p->opcode_base = read_uint(p, 1);
	for (unsigned int i = 1; i < p->opcode_base; i++)
		p->n_args[i] = read_uint(p, 1);
	if (p->bad || !p->line_range || !p->opcode_base || p->at > len)
		return false;
	p->at = len;
	return true;
}

static void run(struct program *p)
{
	if (!read_header(p))
		return;
	reset(p);
	while (p->at < p->end && !p->bad) {
		uint8_t op = read_uint(p, 1);

		if (!op)
			extended(p);
		else if (op >= p->opcode_base)
			special(p, op);
		else
			standard(p, op);
	}
}

void lines_read(const struct sec *sec, struct lines *ret)
{
	uint64_t at = 0;

	while (sec->data && sec->size - at >= 4) {
		struct program p = { .sec = sec, .ret = ret };
		uint32_t len;

		memcpy(&len, sec->data + at, sizeof(len));
		at += sizeof(len);
		if (len > sec->size - at)	/* 64-bit DWARF as well */
			return;
		p.at = at;
		at += len;
		p.end = at;
		run(&p);
	}
}

static int row_cmp(const void *a, const void *b)
{
	const struct line_row *x = a, *y = b;

	if (x->sec->index != y->sec->index)
		return x->sec->index < y->sec->index ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

void lines_sort(struct lines *lines)
{
	vec_sort(&lines->rows, row_cmp);
}

size_t lines_first(const struct lines *lines, const struct sec *sec)
{
	size_t low = 0, high = lines->rows.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (lines->rows.v[mid].sec->index < sec->index)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
