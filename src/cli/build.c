// SPDX-License-Identifier: GPL-2.0
/* build - from source diffs to a patch module */
#include "build/build.h"

#include <stdio.h>
#include <string.h>

#include "base/progress.h"
#include "cli/cmd.h"
#include "cli/findings.h"
#include "cli/opt.h"
#include "cli/show.h"

static json_t *json_steps(void)
{
	json_t *array = json_array();
	const struct progress_step *steps;
	size_t n;

	steps = progress_steps(&n);
	for (size_t i = 0; i < n; i++) {
		json_t *step = json_object();

		json_object_set_new(step, "step", json_text(steps[i].name));
		json_object_set_new(step, "seconds",
				    json_real(steps[i].seconds));
		json_array_append_new(array, step);
	}
	return array;
}

static json_t *json_func(const struct build_func *f)
{
	json_t *json = json_object();

	json_object_set_new(json, "unit", json_text(f->unit));
	json_object_set_new(json, "name", json_text(f->name));
	json_object_set_new(json, "why", json_optional(f->why));
	json_object_set_new(json, "old_size",
			    json_integer((json_int_t)f->old_size));
	json_object_set_new(json, "new_size",
			    json_integer((json_int_t)f->new_size));
	return json;
}

static void set_optional(json_t *json, const char *key, const char *text)
{
	json_object_set_new(json, key, json_optional(text));
}

static void report_json(const struct build_report *r, const struct err *err)
{
	json_t *json = json_object(), *units = json_array();
	json_t *changed = json_array(), *new = json_array();

	vec_for_each(&r->units, unit)
		json_array_append_new(units, json_text(*unit));
	vec_for_each(&r->funcs, f)
		json_array_append_new(f->is_new ? new : changed, json_func(f));
	set_optional(json, "name", r->name);
	set_optional(json, "description", r->description);
	set_optional(json, "release", r->release);
	set_optional(json, "version", r->version);
	set_optional(json, "build_id", r->build_id);
	json_object_set_new(json, "units", units);
	json_object_set_new(json, "changed", changed);
	json_object_set_new(json, "new", new);
	json_object_set_new(json, "findings", json_findings(r->diags));
	json_object_set_new(json, "steps", json_steps());
	set_optional(json, "file", r->out);
	json_object_set_new(json, "verified", json_boolean(r->verified));
	set_optional(json, "format", r->livepatch ? "livepatch" : "kmend");
	json_object_set_new(json, "size", json_integer((json_int_t)r->size));
	set_optional(json, "core", r->core);
	set_optional(json, "error", err ? err_text(err) : NULL);
	json_show(json);
}

static void report_text(const struct build_report *r)
{
	if (!r->out)
		return;
	printf("%s: %s\n", r->out,
	       *r->description ? r->description : r->name);
	vec_for_each(&r->funcs, f) {
		printf("  %-8s %s %s", f->is_new ? "new" : "changed", f->unit,
		       f->name);
		if (f->is_new)
			printf(", %llu bytes", (unsigned long long)f->new_size);
		else
			printf(", %llu bytes, now %llu",
			       (unsigned long long)f->old_size,
			       (unsigned long long)f->new_size);
		printf("%s%s\n", f->why ? ": " : "", f->why ? f->why : "");
	}
	printf("  for %s, build ID %s\n", r->release, r->build_id);
	if (!r->verified)
		printf("  not verified to be for that kernel\n");
	if (r->livepatch)
		printf("  for insmod, and mainline livepatch\n");
	else
		printf("  core %s\n", r->core);
}

static struct err *run_build(int argc, char **argv)
{
	_cleanup_build_report_ struct build_report *report = NULL;
	struct build_options options = {0};
	const char *format = "kmend";
	const struct opt opts[] = {
		{ .name = "format", .arg = "kmend|livepatch",
		  .value = &format },
		{ .name = "kernel", .letter = 'k', .arg = "RELEASE",
		  .value = &options.kernel },
		{ .name = "output", .letter = 'o', .arg = "FILE",
		  .value = &options.out },
		{ .name = "module", .arg = "KO", .value = &options.module },
		{ .name = "unverified", .flag = &options.unverified },
		{ .name = "source", .arg = "DIR", .value = &options.source },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err && argc < 2)
		err = err_new(ERR_USAGE, "no PATCH is given");
	if (err)
		return err;
	options.livepatch = !strcmp(format, "livepatch");
	if (!options.livepatch && strcmp(format, "kmend"))
		return err_new(ERR_USAGE, "there is no format '%s'; there are "
			       "kmend and livepatch", format);
	options.patches = argv + 1;
	options.n_patches = (size_t)argc - 1;
	err = build_run(&options, &report);
	findings_show(report->diags);
	if (cmd_common.json)
		report_json(report, err);
	else if (!cmd_common.quiet)
		report_text(report);
	return err;
}

CMD_DEFINE(build, .name = "build",
	   .args = "[-k RELEASE] [-o FILE] [--format kmend|livepatch]\n"
"            [--source DIR | --module KO --source DIR] [--unverified] [--json] PATCH...",
	   .help = "turn source diffs into a patch module",
	   .details =
"Each PATCH is a unified diff against the kernel's source, as git diff makes\n"
"it; several are applied in order. Only the files that they touch are\n"
"compiled. What comes out as before is proved to equal the kernel's image,\n"
"byte by byte; the functions that changed become a module for 'kmend load'.\n"
"A change that cannot be made in a running kernel is refused, with all\n"
"reasons. Nothing is written unless the whole build succeeds.\n"
"\n"
"  -k, --kernel RELEASE  a release (as uname -r), or a series: 6.1, 6.12;\n"
"                        the kernel that is running if not given\n"
"  -o, --output FILE     kmend-NAME.ko; the patch is called NAME. If not\n"
"                        given, the name comes from the first PATCH, and the\n"
"                        module is written to this directory\n"
"  --format livepatch    a module for the kernel's own livepatch, in place of\n"
"                        one for kmend: insmod loads it\n"
"  --source DIR          the kernel's source, in place of Debian's package\n"
"  --module KO           a module that is not the kernel's own; DIR is its\n"
"                        source then, best where it was built\n"
"  --unverified          for a kernel of one's own: what does not come out as\n"
"                        the kernel has it is a warning; the module says so",
	   .run = run_build);
