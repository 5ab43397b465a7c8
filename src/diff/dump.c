// SPDX-License-Identifier: GPL-2.0
/*
 * dump - what is known so far, as text
 *
 * One line for each piece of the patched object, then what the original has
 * more; once there is an output, the output.
 *
 *	func foo .text.foo+0x10 size=42 changed keep
 *	data count.1 .bss.count.1+0x0 size=4 same was count.0
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff/model.h"

static const char *kind_name(const struct piece *piece)
{
	static const char *const names[] = {
		[PIECE_FUNC] = "func", [PIECE_DATA] = "data",
		[PIECE_STRING] = "string", [PIECE_CONST] = "const",
		[PIECE_ENTRY] = "entry",
	};

	return names[piece->kind];
}

static const char *status_name(const struct piece *piece)
{
	static const char *const names[] = {
		[PIECE_UNKNOWN] = "", [PIECE_SAME] = " same",
		[PIECE_CHANGED] = " changed", [PIECE_NEW] = " new",
		[PIECE_GONE] = " gone",
	};

	return names[piece->status];
}

static void dump_piece(FILE *out, const struct piece *piece)
{
	fprintf(out, "%s %s %s+0x%" PRIx64 " size=%" PRIu64 "%s",
		kind_name(piece), piece->name ? piece->name : "-",
		piece->sec->name, piece->base,
		piece->size - (piece->base - piece->off), status_name(piece));
	if (piece->twin && piece->name &&
	    strcmp(piece->twin->name, piece->name))
		fprintf(out, " was %s", piece->twin->name);
	if (piece->owner)
		fprintf(out, " of %s", piece->owner->name ?
			piece->owner->name : piece->owner->sec->name);
	fprintf(out, "%s%s\n", piece->traced ? " traced" : "",
		piece->keep ? " keep" : "");
}

char *diff_dump(struct diff *d)
{
	size_t size;
	char *text;
	FILE *out;

	if (d->out)
		return xstrdup(obj_dump(d->arena, d->out));
	out = open_memstream(&text, &size);
	if (!out)
		abort();
	side_for_each(&d->patched, p)
		dump_piece(out, *p);
	side_for_each(&d->orig, p)
		if ((*p)->status == PIECE_GONE)
			dump_piece(out, *p);
	fclose(out);
	return text;
}
