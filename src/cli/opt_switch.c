// SPDX-License-Identifier: GPL-2.0
/* opt_switch - options of the verbs that switch a patch */
#include "cli/opt_switch.h"

#include <string.h>

#include "cli/opt.h"
#include "kmend_abi.h"

static struct err *check_mode(const char *mode)
{
	if (!strcmp(mode, KMEND_ABI_MODE_ATOMIC) ||
	    !strcmp(mode, KMEND_ABI_MODE_PER_TASK) ||
	    !strcmp(mode, KMEND_ABI_MODE_IMMEDIATE))
		return NULL;
	return err_new(ERR_USAGE,
		       "option '--mode': '%s' is not atomic, per-task or immediate",
		       mode);
}

static struct err *check_mismatch(const char *what)
{
	if (!strcmp(what, "refuse") || !strcmp(what, "unpatched"))
		return NULL;
	return err_new(ERR_USAGE,
		       "option '--target-mismatch': '%s' is not refuse or unpatched",
		       what);
}

struct err *opt_switch(const struct switch_texts *texts,
		       struct control_options *ret)
{
	struct err *err = NULL;

	ret->timeout_ms = ret->stop_budget_us = -1;
	if (texts->timeout)
		err = opt_seconds("--timeout", texts->timeout,
				  &ret->timeout_ms);
	if (!err && texts->budget)
		err = opt_number("--stop-budget", texts->budget,
				 &ret->stop_budget_us);
	if (!err && ret->mode)
		err = check_mode(ret->mode);
	if (!err && ret->mismatch)
		err = check_mismatch(ret->mismatch);
	if (!err && ret->force && !ret->mode)
		err = err_new(ERR_USAGE,
			      "option '--force' says nothing without --mode");
	return err;
}
