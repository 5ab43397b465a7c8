/* SPDX-License-Identifier: GPL-2.0 */
/*
 * diag - findings: why a change cannot be, or should not be, patched live
 *
 * An error stops; findings are collected, so that an author sees all reasons
 * at once. Printed as "object: symbol+0xoff: what: what to do".
 */
#ifndef KMEND_BASE_DIAG_H
#define KMEND_BASE_DIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

enum diag_level { DIAG_NOTE, DIAG_WARN, DIAG_REFUSE };

struct diag {
	enum diag_level level;
	const char *code;	/* "KM013"; stable, see docs/findings.md */
	const char *object;	/* file or unit, like "fs/proc/meminfo.c" */
	const char *symbol;	/* NULL if it is about no single symbol */
	uint64_t off;
	const char *what;
	const char *todo;
};

struct diags {
	struct arena *arena;
	VEC(struct diag) list;
};

struct diags *diags_create(void);
void diags_destroy(struct diags *diags);

/**
 * Note a finding. All strings are copied.
 *
 * @param symbol  function or object it is about, or NULL.
 * @param todo    what the author can do, or NULL.
 * @param fmt     what is wrong, one clause without a full stop.
 */
void diag_add(struct diags *diags, enum diag_level level, const char *code,
	      const char *object, const char *symbol, uint64_t off,
	      const char *todo, const char *fmt, ...) __printf(8, 9);

/** Is there a finding of level DIAG_REFUSE? */
bool diags_refuse(const struct diags *diags);

/** The finding as one line, without a newline; from @arena. */
char *diag_text(struct arena *arena, const struct diag *diag);

#endif
