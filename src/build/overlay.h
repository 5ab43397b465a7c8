/* SPDX-License-Identifier: GPL-2.0 */
/*
 * overlay - the source tree with some files changed, without a copy of it
 */
#ifndef KMEND_BUILD_OVERLAY_H
#define KMEND_BUILD_OVERLAY_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"

struct overlay {
	struct arena *arena;
	const char *source;	/* never written to */
	const char *dir;	/* changed files at their paths; filled up */
	struct map done;	/* directories that are real ones */
	struct map gone;	/* paths that the change deletes */
};

/** Everything in @dir is ours; strings are borrowed. */
void overlay_init(struct overlay *overlay, struct arena *arena,
		  const char *source, const char *dir);
void overlay_deinit(struct overlay *overlay);

/**
 * Make one directory a real one: what is not in it already becomes links to
 * the source. "x/.." leads out of a link to where it leads; so what is found
 * by such names needs real directories.
 *
 * @param path  below the tree; "" is its root.
 */
struct err *overlay_fill(struct overlay *overlay, const char *path)
	__must_check;

/** A compiler's command for the source, for the overlay instead. */
const char *overlay_command(const struct overlay *overlay,
			    const char *command);

#endif
