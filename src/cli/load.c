// SPDX-License-Identifier: GPL-2.0
/* load - put a patch into the running kernel */
#include "cli/cmd.h"
#include "cli/known.h"
#include "cli/opt.h"
#include "cli/opt_switch.h"
#include "cli/show.h"

static struct err *run_load(int argc, char **argv)
{
	_cleanup_report_ struct control_report *report = NULL;
	struct control_options options = {0};
	struct switch_texts texts = {0};
	const struct control_env env = env_known();
	const struct opt opts[] = {
		{ .name = "core", .arg = "FILE", .value = &options.core },
		{ .name = "timeout", .arg = "SECONDS",
		  .value = &texts.timeout },
		{ .name = "stop-budget", .arg = "US", .value = &texts.budget },
		{ .name = "mode", .arg = "MODE", .value = &options.mode },
		{ .name = "force", .flag = &options.force },
		{ .name = "replace", .flag = &options.replace },
		{ .name = "over", .flag = &options.over },
		{ .name = "target-mismatch", .arg = "WHAT",
		  .value = &options.mismatch },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (!err)
		err = opt_switch(&texts, &options);
	if (err)
		return err;
	err = control_load(&env, argv[1], &options, &report);
	if (report)
		report_show(report, err, "loaded");
	return err;
}

CMD_DEFINE(load, .name = "load",
	   .args = "[--core FILE] [--mode MODE [--force]] [--replace] [--over] [--target-mismatch WHAT] [--timeout SECONDS] [--stop-budget US] [--json] FILE",
	   .help = "load a patch module and switch the patch on",
	   .details =
"FILE is what 'kmend build' made. It is refused, before the kernel is\n"
"touched, if it was made for another build of the kernel, is damaged, is\n"
"loaded already, or would undo what another patch changes: both replace the\n"
"same function, and FILE was not built on the other patch ('kmend build --on').\n"
"All functions of the patch are switched at one instant.\n"
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
"                     /lib/modules/RELEASE/updates, or in the cache of the user\n"
"                     who loads, if he has built a patch for this kernel. One\n"
"                     that others than root and he could have written is not\n"
"                     taken from there, also if they can write a directory\n"
"                     above it: it has to be named\n"
"  --mode MODE        atomic, per-task or immediate\n"
"  --force            even if the patch needs a stronger one\n"
"  --replace          all other patches go off in the same instant\n"
"  --over             even if changes of other patches are undone; 'kmend list'\n"
"                     shows these as overridden\n"
"  --target-mismatch WHAT\n"
"                     a module that the patch is for, and that is another\n"
"                     build or cannot be patched: 'refuse' it when it comes,\n"
"                     and the patch if it is there already, or let it run\n"
"                     'unpatched'; refuse if not given\n"
"  --timeout SECONDS  how long to try again; 15 if not given\n"
"  --stop-budget US   microseconds that looking at tasks may take while the\n"
"                     machine stands still; 1000 if not given, 0: no limit",
	   .run = run_load);
