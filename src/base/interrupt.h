/* SPDX-License-Identifier: GPL-2.0 */
/*
 * interrupt - SIGINT, SIGTERM and SIGHUP as ordinary errors
 *
 * The handler sets a flag. Long loops and process_run() look at it and return
 * an error, so that every cleanup runs and nothing half done stays behind.
 */
#ifndef KMEND_BASE_INTERRUPT_H
#define KMEND_BASE_INTERRUPT_H

#include "base/err.h"

/** Installs the handlers; called once, by main(). */
void interrupt_init(void);

/** NULL, or "interrupted" as an error. */
struct err *interrupt_check(void) __must_check;

/** The signal that came, or 0. */
int interrupt_signal(void);

#endif
