/* SPDX-License-Identifier: GPL-2.0 */
/*
 * overlap - two patches that replace the same function
 */
#ifndef KMEND_CONTROL_OVERLAP_H
#define KMEND_CONTROL_OVERLAP_H

#include "base/arena.h"
#include "base/err.h"
#include "control/patch_file.h"
#include "control/state.h"

/* What is compared of a patch, loaded or not. */
struct overlap_patch {
	const char *name, *id, *on;
	bool replace, verified;
	const struct patch_func *funcs;
	size_t n_funcs;
};

struct overlap_patch overlap_of_file(const struct patch_file *file);
struct overlap_patch overlap_of_state(const struct patch_state *state);

/** Was @upper built on @lower? */
bool overlap_is_on(const struct overlap_patch *upper,
		   const struct overlap_patch *lower);

/** Does the other patch replace the function @func of @patch, too? */
bool overlap_has(const struct overlap_patch *patch,
		 const struct patch_func *func,
		 const struct overlap_patch *other);

/**
 * Would @upper, enabled after @lower, undo a change of it?
 *
 * @return  NULL, or an error that names both and a function.
 */
struct err *overlap_check(const struct overlap_patch *upper,
			  const struct overlap_patch *lower) __must_check;

/**
 * Check a patch that is to be enabled against all that are enabled.
 *
 * @param ret_takes  names of the patches whose place it takes, or NULL.
 */
struct err *overlap_check_all(struct arena *arena,
			      const struct overlap_patch *upper,
			      const struct core_state *core, bool over,
			      const char **ret_takes) __must_check;

#endif
