/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fit - which kernel a diff that does not apply may be for
 */
#ifndef KMEND_BUILD_FIT_H
#define KMEND_BUILD_FIT_H

#include "base/err.h"
#include "build/stage.h"
#include "kernel/package.h"

/**
 * Try the diffs on the other kernels in the cache, and say which they fit
 * best. Nothing is fetched for that: of what else the archive has, unless one
 * fits, only the names are told.
 *
 * @param temp  a directory for what is made on the way.
 * @return      @err, with advice.
 */
struct err *fit_advise(struct err *err, const struct diffs *diffs,
		       const struct kernel *kernel, const char *temp)
	__must_check;

#endif
