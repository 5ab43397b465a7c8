/* SPDX-License-Identifier: GPL-2.0 */
/*
 * explain - what the messages of apt, dpkg-deb and tar mean for the user
 */
#ifndef KMEND_KERNEL_EXPLAIN_H
#define KMEND_KERNEL_EXPLAIN_H

#include "base/err.h"

/**
 * Say it better: the first complaint of the program in place of its last
 * line, and what can be done about it where that is known.
 *
 * @param err       of process_run(); consumed. NULL is passed through.
 * @param messages  what the program wrote to stderr (LC_ALL=C), or NULL.
 * @param dir       where it was writing, or NULL.
 */
struct err *explain(struct err *err, const char *messages, const char *dir)
	__must_check;

#endif
