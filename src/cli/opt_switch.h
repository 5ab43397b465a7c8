/* SPDX-License-Identifier: GPL-2.0 */
/*
 * opt_switch - options of the verbs that switch a patch
 */
#ifndef KMEND_CLI_OPT_SWITCH_H
#define KMEND_CLI_OPT_SWITCH_H

#include "control/control.h"

/* Values that are numbers, as they were given; NULL: not at all. */
struct switch_texts {
	const char *timeout, *budget;
};

/**
 * Check what was given.
 *
 * @param ret  in: mode, mismatch and flags; out: the numbers, too.
 */
struct err *opt_switch(const struct switch_texts *texts,
		       struct control_options *ret) __must_check;

#endif
