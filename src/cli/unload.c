// SPDX-License-Identifier: GPL-2.0
/* unload - take a patch out of the running kernel */
#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"

static struct err *run_unload(int argc, char **argv)
{
	_cleanup_report_ struct control_report *report = NULL;
	struct control_options options = {
		.timeout_ms = -1, .stop_budget_us = -1
	};
	const char *timeout = NULL;
	const struct opt opts[] = {
		{ .name = "timeout", .arg = "SECONDS", .value = &timeout },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (!err && timeout)
		err = opt_seconds("--timeout", timeout, &options.timeout_ms);
	if (err)
		return err;
	err = control_unload(control_env_get(), argv[1], &options, &report);
	if (report)
		report_show(report, err, "unloaded");
	return err;
}

CMD_DEFINE(unload, .name = "unload",
	   .args = "[--timeout SECONDS] [--json] NAME",
	   .help = "switch a patch off and take its module out",
	   .details =
"The kernel runs its own functions again. Tasks that stay inside the patch\n"
"until the timeout are named. If the mode is atomic, the patch stays on then;\n"
"else it is off for all others, and goes when they have left and 'kmend\n"
"unload' is run again.\n"
"\n"
"  --timeout SECONDS  how long to wait for tasks to leave; 15 if not given",
	   .run = run_unload);
