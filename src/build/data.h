/* SPDX-License-Identifier: GPL-2.0 */
/*
 * data - kmend's own files that a build needs: core/, abi/, include/, patch/
 */
#ifndef KMEND_BUILD_DATA_H
#define KMEND_BUILD_DATA_H

#include "base/arena.h"
#include "base/err.h"

/**
 * Where they are: $KMEND_DATA, else above the directory of the program (the
 * source tree), else in share/kmend there (PREFIX of `make install`).
 */
struct err *data_dir(struct arena *arena, const char **ret) __must_check;

/** Names of the files in @dir, sorted; NULL-ended, from @arena. */
struct err *data_list(struct arena *arena, const char *dir,
		      const char ***ret) __must_check;

#endif
