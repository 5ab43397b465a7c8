// SPDX-License-Identifier: GPL-2.0
/* load - put a patch into the running kernel */
#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"

static struct err *run_load(int argc, char **argv)
{
	_cleanup_report_ struct control_report *report = NULL;
	struct control_options options = { .timeout_ms = -1 };
	const char *timeout = NULL;
	const struct opt opts[] = {
		{ .name = "core", .arg = "FILE", .value = &options.core },
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
	err = control_load(control_env_get(), argv[1], &options, &report);
	if (report)
		report_show(report, err, "loaded");
	return err;
}

CMD_DEFINE(load, .name = "load",
	   .args = "[--core FILE] [--timeout SECONDS] [--json] FILE",
	   .help = "load a patch module and switch the patch on",
	   .details =
"FILE is what 'kmend build' made. It is refused, before the kernel is\n"
"touched, if it was made for another build of the kernel, is damaged, or is\n"
"loaded already. All functions of the patch are switched at one instant, at\n"
"which no task is inside any of them; tasks that stay inside until the\n"
"timeout are named, and nothing is changed.\n"
"\n"
"  --core FILE        the core, kmend.ko, if it is not loaded yet. Otherwise\n"
"                     it is $KMEND_CORE, or lies beside FILE, or in\n"
"                     /lib/modules/RELEASE/updates\n"
"  --timeout SECONDS  how long to wait for tasks to leave; 15 if not given",
	   .run = run_load);
