/* SPDX-License-Identifier: GPL-2.0 */
/*
 * lock - one change of the machine at a time
 *
 * Whoever can open a lock file can hold it with flock(), so the file is in a
 * directory that its owner alone can enter.
 */
#ifndef KMEND_CONTROL_LOCK_H
#define KMEND_CONTROL_LOCK_H

#include "base/err.h"

/**
 * Take the lock DIR/lock, waiting for whoever has it. After a moment a
 * note names the process that has it.
 *
 * @param dir  made with mode 0700 if need be; its parent, too.
 * @param ret  lock_drop() gives the lock back.
 */
struct err *lock_take_private(const char *dir, int *ret) __must_check;

#endif
