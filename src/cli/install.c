// SPDX-License-Identifier: GPL-2.0
/* install, uninstall - patches that are loaded when the machine boots */
#include "cli/shown.h"
#include "control/install.h"

#include <stdio.h>

#include "cli/cmd.h"
#include "cli/known.h"
#include "cli/opt.h"
#include "cli/show.h"

static void report_print(const struct install_report *report, bool on)
{
	json_t *json;

	if (cmd_common.json) {
		json = json_object();
		json_object_set_new(json, "name", json_text(report->name));
		json_object_set_new(json, "release",
				    json_text(report->release));
		json_object_set_new(json, "dir", json_text(report->dir));
		json_object_set_new(json, "initramfs",
				    json_boolean(report->initramfs));
		json_show(json);
	} else if (!cmd_common.quiet) {
		printf("%s is %s when %s boots%s\n", shown(report->name),
		       on ? "loaded" : "no more loaded",
		       shown(report->release),
		       report->initramfs ? ", by its initramfs" : "");
	}
}

static struct err *run_either(int argc, char **argv, bool on)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct install_options options = {0};
	struct install_report report = {0};
	const struct control_env env = env_known();
	const struct opt opts[] = {
		{ .name = "root", .arg = "DIR", .value = &options.root },
		{ .name = "core", .arg = "FILE", .value = &options.core },
		{ .name = "over", .flag = &options.over },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, on ? 3 : 1);
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (err)
		return err;
	err = (on ? control_install : control_uninstall)(&env, arena, argv[1],
							 &options, &report);
	if (report.name && (!err || cmd_common.json))
		report_print(&report, on);
	return err;
}

static struct err *run_install(int argc, char **argv)
{
	return run_either(argc, argv, true);
}

static struct err *run_uninstall(int argc, char **argv)
{
	return run_either(argc, argv, false);
}

CMD_DEFINE(install, .name = "install",
	   .args = "[--core FILE] [--root DIR] [--over] [--json] FILE",
	   .help = "let a patch be loaded when the machine boots",
	   .details =
"FILE, what 'kmend build' made, and the core for its kernel are copied to\n"
"/var/lib/kmend/RELEASE, and the initramfs of that kernel is made anew if there\n"
"is one. When that kernel boots next, the patch is loaded before the modules of\n"
"file systems; patches are loaded in the order in which they were installed.\n"
"Nothing is loaded now. FILE is refused if it is for another build than that of\n"
"/boot/vmlinuz-RELEASE, and if it would undo what another installed patch\n"
"changes (see 'kmend help load'). A patch that fails is left out, with a word in the\n"
"kernel's log, and the machine boots on; so it does without any patch when\n"
"kmend=off is on the kernel's command line.\n"
"\n"
"  --core FILE  the core for that kernel, kmend.ko, if it is not found as 'kmend\n"
"               load' finds it\n"
"  --root DIR   the files of another system are in DIR, as \"/\" has ours\n"
"  --over       even if changes of other patches are undone",
	   .run = run_install);

CMD_DEFINE(uninstall, .name = "uninstall",
	   .args = "[--root DIR] [--json] NAME|FILE",
	   .help = "let a patch no more be loaded when the machine boots",
	   .details =
"The inverse of 'kmend install', for all kernels that have a patch of this name.\n"
"What is loaded now stays loaded.\n"
"\n"
"  --root DIR   the files of another system are in DIR, as \"/\" has ours",
	   .run = run_uninstall);
