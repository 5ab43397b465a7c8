// SPDX-License-Identifier: GPL-2.0
/* load - put a patch into the running kernel */
#include <string.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"
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

static struct err *run_load(int argc, char **argv)
{
	_cleanup_report_ struct control_report *report = NULL;
	struct control_options options = {
		.timeout_ms = -1, .stop_budget_us = -1
	};
	const char *timeout = NULL, *budget = NULL;
	const struct opt opts[] = {
		{ .name = "core", .arg = "FILE", .value = &options.core },
		{ .name = "timeout", .arg = "SECONDS", .value = &timeout },
		{ .name = "stop-budget", .arg = "US", .value = &budget },
		{ .name = "mode", .arg = "MODE", .value = &options.mode },
		{ .name = "force", .flag = &options.force },
		{ .name = "replace", .flag = &options.replace },
		{ .name = "target-mismatch", .arg = "WHAT",
		  .value = &options.mismatch },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (!err && timeout)
		err = opt_seconds("--timeout", timeout, &options.timeout_ms);
	if (!err && budget)
		err = opt_number("--stop-budget", budget,
				 &options.stop_budget_us);
	if (!err && options.mode)
		err = check_mode(options.mode);
	if (!err && options.mismatch)
		err = check_mismatch(options.mismatch);
	if (!err && options.force && !options.mode)
		err = err_new(ERR_USAGE,
			      "option '--force' says nothing without --mode");
	if (err)
		return err;
	err = control_load(control_env_get(), argv[1], &options, &report);
	if (report)
		report_show(report, err, "loaded");
	return err;
}

CMD_DEFINE(load, .name = "load",
	   .args = "[--core FILE] [--mode MODE [--force]] [--replace] [--target-mismatch WHAT] [--timeout SECONDS] [--stop-budget US] [--json] FILE",
	   .help = "load a patch module and switch the patch on",
	   .details =
"FILE is what 'kmend build' made. It is refused, before the kernel is\n"
"touched, if it was made for another build of the kernel, is damaged, or is\n"
"loaded already. All functions of the patch are switched at one instant.\n"
"What becomes of tasks that are inside one of them then is the mode:\n"
"\n"
"  atomic     there may be none. Those that stay until the timeout are named,\n"
"             and nothing is changed\n"
"  per-task   they alone keep the old functions until they have left, and\n"
"             are listed until then\n"
"  immediate  nobody is looked for\n"
"\n"
"The patch says what it needs: per-task, unless its author wants another one\n"
"or it has hooks for that instant. A stronger mode can always be had.\n"
"\n"
"  --core FILE        the core, kmend.ko, if it is not loaded yet. Otherwise\n"
"                     it is $KMEND_CORE, or lies beside FILE, or in\n"
"                     /lib/modules/RELEASE/updates\n"
"  --mode MODE        atomic, per-task or immediate\n"
"  --force            even if the patch needs a stronger one\n"
"  --replace          all other patches go off in the same instant\n"
"  --target-mismatch WHAT\n"
"                     a module that the patch is for, and that is another\n"
"                     build or cannot be patched: 'refuse' it when it comes,\n"
"                     and the patch if it is there already, or let it run\n"
"                     'unpatched'; refuse if not given\n"
"  --timeout SECONDS  how long to try again; 15 if not given\n"
"  --stop-budget US   microseconds that looking at tasks may take while the\n"
"                     machine stands still; 1000 if not given, 0: no limit",
	   .run = run_load);
