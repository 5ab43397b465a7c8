// SPDX-License-Identifier: GPL-2.0
/* enable - enable a patch whose module is loaded */
#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/opt_switch.h"
#include "cli/show.h"

static struct err *run_enable(int argc, char **argv)
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
		{ .name = "replace", .flag = &options.replace },
		{ .name = "over", .flag = &options.over },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (!err)
		err = opt_switch(&texts, &options);
	if (err)
		return err;
	err = control_set(control_env_get(), argv[1], true, &options, &report);
	if (report)
		report_show(report, err, "enabled");
	return err;
}

CMD_DEFINE(enable, .name = "enable",
	   .args = "[--mode MODE [--force]] [--replace] [--over] [--timeout SECONDS] [--stop-budget US] [--json] NAME",
	   .help = "enable a patch that is loaded and disabled",
	   .details =
"The patch was disabled by 'kmend disable', or another patch has taken its\n"
"place. Options are those of 'kmend load'. A patch that is being disabled, and\n"
"that tasks have not left yet, is enabled again. If the patch is enabled\n"
"already, nothing is changed, and the exit status is 4.",
	   .run = run_enable);
