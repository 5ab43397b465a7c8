/* SPDX-License-Identifier: GPL-2.0 */
/*
 * foreign_read - did the compiler read a file of elsewhere?
 */
#ifndef KMEND_BUILD_FOREIGN_READ_H
#define KMEND_BUILD_FOREIGN_READ_H

#include <stdbool.h>

#include "base/arena.h"

/* What a unit may read: below these, and where its command has options for. */
struct foreign_roots {
	const char *cwd;	/* of the compiler */
	const char *command;
	const char *dirs[5];	/* absolute; NULL-ended if there are fewer */
};

/**
 * Of the dependencies that the compiler wrote (-MD) the first that is of
 * elsewhere, or NULL; from @arena.
 */
const char *foreign_in_deps(struct arena *arena, const char *text,
			    const struct foreign_roots *roots);

/** The same of a compiler's messages, which show lines of what it read. */
const char *foreign_in_messages(struct arena *arena, const char *text,
				const struct foreign_roots *roots);

#endif
