// SPDX-License-Identifier: GPL-2.0
/* build - from source diffs to a patch module */
#include "build/build.h"

#include <string.h>

#include "base/process.h"
#include "cli/build_show.h"
#include "cli/cmd.h"
#include "cli/findings.h"
#include "cli/opt.h"

static struct err *run_build(int argc, char **argv)
{
	_cleanup_build_report_ struct build_report *report = NULL;
	struct build_options options = {0};
	const char *format = "kmend", *jobs = NULL;
	struct opt_list on = {0};
	long n_jobs = 0;
	const struct opt opts[] = {
		{ .name = "format", .arg = "kmend|livepatch",
		  .value = &format },
		{ .name = "kernel", .letter = 'k', .arg = "KERNEL",
		  .value = &options.kernel },
		{ .name = "output", .letter = 'o', .arg = "FILE",
		  .value = &options.out },
		{ .name = "module", .arg = "KO", .value = &options.module },
		{ .name = "on", .arg = "PATCH.ko", .list = &on },
		{ .name = "unverified", .flag = &options.unverified },
		{ .name = "source", .arg = "DIR", .value = &options.source },
		{ .name = "cc-launcher", .arg = "CMD",
		  .value = &options.launcher },
		{ .name = "sign-key", .arg = "KEY",
		  .value = &options.sign_key },
		{ .name = "sign-cert", .arg = "CERT",
		  .value = &options.sign_cert },
		{ .name = "jobs", .letter = 'j', .arg = "N", .value = &jobs },
	};
	struct err *err, *shown;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err && argc < 2)
		err = err_new(ERR_USAGE, "no PATCH is given");
	if (!err && jobs)
		err = opt_number("--jobs", jobs, &n_jobs);
	if (!err && n_jobs > 0)
		process_cpus_set((int)n_jobs);
	if (err)
		return err;
	options.livepatch = !strcmp(format, "livepatch");
	if (!options.livepatch && strcmp(format, "kmend"))
		return err_new(ERR_USAGE, "there is no format '%s'; there are "
			       "kmend and livepatch", format);
	if (!options.sign_key != !options.sign_cert)
		return err_new(ERR_USAGE, "--sign-key and --sign-cert come "
			       "together");
	if (on.n && options.livepatch)
		return err_new(ERR_USAGE, "--on does not go with --format "
			       "livepatch: mainline replaces all patches or "
			       "none");
	options.on = on.v;
	options.n_on = on.n;
	options.patches = argv + 1;
	options.n_patches = (size_t)argc - 1;
	err = build_run(&options, &report);
	findings_show(report->diags);
	shown = build_show(report, err);
	if (err)
		err_destroy(shown);
	return err ? err : shown;
}

CMD_DEFINE(build, .name = "build",
	   .args = "[-k KERNEL] [-o FILE] [--format kmend|livepatch] [--on PATCH.ko]...\n"
"            [--source DIR | --module KO --source DIR] [--unverified] [--json] PATCH...",
	   .help = "turn source diffs into a patch module",
	   .details =
"Each PATCH is a unified diff against the kernel's source, as git diff or\n"
"diff -u makes it, alone or in an e-mail, maybe packed (.gz, .xz, .zst); '-' is\n"
"the standard input. Or it is a quilt file called 'series'. Several are applied\n"
"in order. Only what they make different is compiled, also through headers.\n"
"What comes out as before is proved to equal the kernel's image, byte by byte;\n"
"the functions that changed become a module for 'kmend load'. A change that\n"
"cannot be made in a running kernel is refused, with all reasons. Nothing is\n"
"written unless the whole build succeeds.\n"
"\n"
"  -k, --kernel KERNEL   a release (as uname -r), or a series: 6.1, 6.12; for a\n"
"                        kernel of one's own the directory in which it was\n"
"                        built, in its source or with make O=, as './linux';\n"
"                        the kernel that is running if not given\n"
"  -o, --output FILE     kmend-NAME.ko; the patch is called NAME. If not\n"
"                        given, the name comes from the first PATCH, and the\n"
"                        module is written to this directory\n"
"  --format livepatch    a module for the kernel's own livepatch, in place of\n"
"                        one for kmend: insmod loads it\n"
"  --on PATCH.ko         build on another patch: the new one has its changes,\n"
"                        too, and takes its place when it is enabled. PATCH\n"
"                        is against the source as PATCH.ko leaves it\n"
"  --source DIR          the kernel's source, in place of Debian's package\n"
"  --module KO           a module that is not the kernel's own; DIR is its\n"
"                        source then, best where it was built\n"
"  --unverified          another compiler, and what does not come out as the\n"
"                        kernel has it, are warnings; the module says that it\n"
"                        was not proved. A kernel of one's own does not need it\n"
"                        as long as its source and compiler are as they were\n"
"  --cc-launcher CMD     put CMD (ccache, distcc, icecc) in front of compilers\n"
"  --sign-key KEY, --sign-cert CERT\n"
"                        sign the module, and write a signed core (kmend.ko)\n"
"                        beside it, for a kernel that wants that. KEY is a PEM\n"
"                        file, its passphrase in $KBUILD_SIGN_PIN, or a PKCS #11\n"
"                        URI; CERT is its X.509 certificate, which the kernel\n"
"                        must know already (with Secure Boot: mokutil --import)\n"
"  -j, --jobs N          run N programs at once, with a farm more than there are\n"
"                        processors here",
	   .run = run_build);
