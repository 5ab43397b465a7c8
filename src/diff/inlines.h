/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inlines - which function a piece of code was written in, from DWARF
 */
#ifndef KMEND_DIFF_INLINES_H
#define KMEND_DIFF_INLINES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

struct inline_range {
	uint64_t from, to;	/* from the beginning of the function */
};

/* One function as it was inlined at one place of another. */
struct inline_site {
	const char *name;
	bool here;		/* written in the unit's own file */
	int line;		/* of the call; 0: not known */
	int depth;		/* 0: right in the function */
	VEC(struct inline_range) ranges;
};

/* A function with code of its own. */
struct inline_func {
	const char *symbol;	/* "foo.constprop.0" */
	const char *name;	/* "foo" */
	uint64_t low;		/* as libdw counts addresses */
	VEC(struct inline_site) sites;	/* outer before inner */
};

struct inlines {
	struct arena *arena;
	VEC(struct inline_func *) funcs;
	struct map by_symbol;
	struct map spans;	/* name -> lines up to the next function */
};

/** As types_read(): what cannot be read has no functions. */
struct inlines *inlines_read(const char *path);
/** NULL is fine. */
void inlines_destroy(struct inlines *inlines);

/** The function of that symbol, or NULL. */
const struct inline_func *inlines_find(const struct inlines *inlines,
				       const char *symbol);

/**
 * Who wrote the byte at @off of a function: the innermost function that was
 * inlined there and is written in the unit's own file, else the innermost;
 * NULL: the function itself.
 */
const char *inline_at(const struct inline_func *func, uint64_t off);

/** Is there code at @off of a call in that line, which was inlined? */
bool inline_called_at(const struct inline_func *func, uint64_t off,
		      uint32_t line);

/** How often @func has @name inlined. */
size_t inline_count(const struct inline_func *func, const char *name);

/** Has a function, as far as known, more or fewer lines of source? */
bool inline_span_differs(const struct inlines *orig,
			 const struct inlines *patched, const char *name);

#endif
