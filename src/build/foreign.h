/* SPDX-License-Identifier: GPL-2.0 */
/*
 * foreign - files of elsewhere that a diff would have the compiler read
 */
#ifndef KMEND_BUILD_FOREIGN_H
#define KMEND_BUILD_FOREIGN_H

#include "base/diag.h"
#include "build/stage.h"

/**
 * Refuse lines that the diffs add and that name a file outside of the source,
 * or one that is no regular file. Nothing is opened for that.
 *
 * @param changes  what kinds of files they are; NULL: all are compiled.
 * @param stage  the touched files with the diffs applied.
 * @param diags  gets KM139 for each such line.
 */
void foreign_judge(const struct diffs *diffs, const struct changes *changes,
		   const char *source, const char *stage, struct diags *diags);

/** That finding, for a file that the compiler has read. */
void foreign_add(struct diags *diags, const char *unit, const char *name);

#endif
