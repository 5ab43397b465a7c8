/* SPDX-License-Identifier: GPL-2.0 */
/*
 * failed - the files that do not compile, in one error
 */
#ifndef KMEND_BUILD_FAILED_H
#define KMEND_BUILD_FAILED_H

#include <stdbool.h>

#include "base/err.h"
#include "base/vec.h"

struct failed {
	const char *path;	/* of the unit */
	bool before;		/* even without the change */
	char *messages;		/* what the compiler said, malloc()ed */
};

struct failures {
	VEC(struct failed) list;
};

/** Note one. @messages are ours from here on. */
void failures_add(struct failures *failures, const char *path, bool before,
		  char *messages);

/**
 * All of them as an error: of one file with all that the compiler said, of
 * several with the lines of each that say what is wrong.
 *
 * @param failures  is empty afterwards.
 * @return          NULL if there are none.
 */
struct err *failures_err(struct failures *failures) __must_check;

#endif
