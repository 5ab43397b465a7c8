// SPDX-License-Identifier: GPL-2.0
/* disable - disable a patch, whose module stays loaded */
#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/opt_switch.h"
#include "cli/show.h"

static struct err *run_disable(int argc, char **argv)
{
	_cleanup_report_ struct control_report *report = NULL;
	struct switch_texts texts = {0};
	struct control_options options = {0};
	const struct opt opts[] = {
		{ .name = "timeout", .arg = "SECONDS",
		  .value = &texts.timeout },
		{ .name = "stop-budget", .arg = "US", .value = &texts.budget },
		{ .name = "mode", .arg = "MODE", .value = &options.mode },
		{ .name = "force", .flag = &options.force },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (!err)
		err = opt_switch(&texts, &options);
	if (err)
		return err;
	err = control_set(control_env_get(), argv[1], false, &options,
			  &report);
	if (report)
		report_show(report, err, "disabled");
	return err;
}

CMD_DEFINE(disable, .name = "disable",
	   .args = "[--mode MODE [--force]] [--timeout SECONDS] [--stop-budget US] [--json] NAME",
	   .help = "disable a patch and leave its module loaded",
	   .details =
"The kernel runs its own functions again, as after 'kmend unload', and 'kmend\n"
"enable' brings the patch back. Tasks that stay inside the patch until the\n"
"timeout are named. If the patch is disabled already, nothing is changed, and\n"
"the exit status is 4.\n"
"\n"
"  --mode MODE        atomic, per-task or immediate, as for 'kmend load'\n"
"  --force            even if the patch needs a stronger one\n"
"  --timeout SECONDS  how long to wait for tasks to leave; 15 if not given\n"
"  --stop-budget US   as for 'kmend load'",
	   .run = run_disable);
