/* SPDX-License-Identifier: GPL-2.0 */
/*
 * applied - is what does not apply in the source already?
 */
#ifndef KMEND_BUILD_APPLIED_H
#define KMEND_BUILD_APPLIED_H

#include "base/err.h"
#include "build/stage.h"

/**
 * Say of diffs that do not apply if the source has all of them already, or
 * which files' part.
 *
 * @param err   why they do not apply.
 * @param whose source it is, "the kernel's".
 * @param temp  a directory for what is made on the way.
 * @param ret   does that explain all of it? Then another kernel is no remedy.
 * @return      @err, with advice, or another one in its place.
 */
struct err *applied_explain(struct err *err, const struct diffs *diffs,
			    const char *source, const char *whose,
			    const char *temp, bool *ret) __must_check;

#endif
