/* SPDX-License-Identifier: GPL-2.0 */
/*
 * work - the directory in which one build makes things
 */
#ifndef KMEND_BUILD_WORK_H
#define KMEND_BUILD_WORK_H

#include "base/err.h"

struct work {
	char *dir;	/* NULL: none */
	int lock;	/* held as long as the directory is in use */
};

/**
 * Make a directory in the cache, and remove those of builds that died.
 *
 * @param ret  work_deinit() removes it again.
 */
struct err *work_init(const char *cache, struct work *ret) __must_check;

/**
 * As work_init(), but an error if another build is running, and no build can
 * begin until the lock is given back.
 *
 * @param ret_lock  lock_drop() it.
 */
struct err *work_init_alone(const char *cache, struct work *ret,
			    int *ret_lock) __must_check;
void work_deinit(struct work *work);

#endif
