/* SPDX-License-Identifier: GPL-2.0 */
/*
 * protos - what global functions take and return, as DWARF tells it
 */
#ifndef KMEND_DIFF_PROTOS_H
#define KMEND_DIFF_PROTOS_H

#include "base/arena.h"
#include "base/map.h"

struct protos {
	struct arena *arena;
	struct map by_name;	/* -> "int (struct page *, ...)" */
};

/** As types_read(): what cannot be read has no functions. */
struct protos *protos_read(const char *path);
/** NULL is fine. */
void protos_destroy(struct protos *protos);

#endif
