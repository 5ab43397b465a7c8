// SPDX-License-Identifier: GPL-2.0
/*
 * build_show - what `kmend build` did, on one page or as JSON
 *
 * What the module says of itself (the mode that it needs) is read from the
 * module that was written, so that the page cannot say anything else.
 */
#include "cli/build_show.h"

#include <stdio.h>
#include <string.h>

#include "base/progress.h"
#include "cli/cmd.h"
#include "cli/findings.h"
#include "cli/show.h"
#include "cli/shown.h"
#include "control/patch_file.h"

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
	json_object_set_new(json, "target", json_text(f->target));
	json_object_set_new(json, "name", json_text(f->name));
	json_object_set_new(json, "why", json_optional(f->why));
	json_object_set_new(json, "old_size",
			    json_integer((json_int_t)f->old_size));
	json_object_set_new(json, "new_size",
			    json_integer((json_int_t)f->new_size));
	return json;
}

/* The kernel and modules whose functions change, each once. */
struct target {
	const char *name;
	size_t changed;		/* functions */
	size_t new;
};

struct targets {
	VEC(struct target) list;
};

static void targets_find(struct targets *targets, const struct build_report *r)
{
	vec_for_each(&r->funcs, f) {
		struct target *target = NULL;

		vec_for_each(&targets->list, t)
			if (!strcmp(t->name, f->target))
				target = t;
		if (!target) {
			vec_push(&targets->list,
				 ((struct target){ .name = f->target }));
			target = &targets->list.v[targets->list.n - 1];
		}
		target->changed += !f->is_new;
		target->new += f->is_new;
	}
}

/* A touched file none of whose functions differs is not in the module. */
static bool is_left_out(const struct build_report *r, const char *unit)
{
	vec_for_each(&r->funcs, f)
		if (!strcmp(f->unit, unit))
			return false;
	return true;
}

static void set_optional(json_t *json, const char *key, const char *text)
{
	json_object_set_new(json, key, json_optional(text));
}

static json_t *json_targets(const struct build_report *r)
{
	json_t *array = json_array();
	struct targets targets = {0};

	targets_find(&targets, r);
	vec_for_each(&targets.list, t)
		json_array_append_new(array, json_text(t->name));
	vec_deinit(&targets.list);
	return array;
}

static void show_json(const struct build_report *r, const struct err *err,
		      const struct patch_file *file)
{
	json_t *json = json_object(), *units = json_array();
	json_t *changed = json_array(), *new = json_array();
	json_t *left_out = json_array();

	vec_for_each(&r->units, unit) {
		json_array_append_new(units, json_text(*unit));
		if (r->out && is_left_out(r, *unit))
			json_array_append_new(left_out, json_text(*unit));
	}
	vec_for_each(&r->funcs, f)
		json_array_append_new(f->is_new ? new : changed, json_func(f));
	set_optional(json, "name", r->name);
	set_optional(json, "description", r->description);
	set_optional(json, "release", r->release);
	set_optional(json, "version", r->version);
	set_optional(json, "build_id", r->build_id);
	set_optional(json, "on", r->on);
	set_optional(json, "mode", file ? file->mode : NULL);
	json_object_set_new(json, "targets", json_targets(r));
	json_object_set_new(json, "units", units);
	json_object_set_new(json, "changed", changed);
	json_object_set_new(json, "new", new);
	json_object_set_new(json, "left_out", left_out);
	json_object_set_new(json, "findings", json_findings(r->diags));
	json_object_set_new(json, "steps", json_steps());
	set_optional(json, "file", r->out);
	set_optional(json, "format", r->livepatch ? "livepatch" : "kmend");
	json_object_set_new(json, "verified", json_boolean(r->verified));
	json_object_set_new(json, "size", json_integer((json_int_t)r->size));
	set_optional(json, "sha256", r->sha256);
	set_optional(json, "core", r->core);
	set_optional(json, "signer", r->signer);
	set_optional(json, "error", err ? err_text(err) : NULL);
	json_show(json);
}

static void show_func(const struct build_func *f)
{
	printf("    %-8s %s %s", f->is_new ? "new" : "changed",
	       shown(f->unit), shown(f->name));
	if (f->is_new)
		printf(", %llu bytes", (unsigned long long)f->new_size);
	else
		printf(", %llu bytes, now %llu",
		       (unsigned long long)f->old_size,
		       (unsigned long long)f->new_size);
	printf("%s%s\n", f->why ? ": " : "", f->why ? shown(f->why) : "");
}

static void show_targets(const struct build_report *r)
{
	struct targets targets = {0};

	targets_find(&targets, r);
	vec_for_each(&targets.list, t) {
		printf("  in %s: %zu changed", shown(t->name), t->changed);
		printf(t->new ? ", %zu new\n" : "\n", t->new);
		vec_for_each(&r->funcs, f)
			if (!strcmp(f->target, t->name))
				show_func(f);
	}
	vec_deinit(&targets.list);
}

static void show_left_out(const struct build_report *r)
{
	size_t warnings = 0;

	vec_for_each(&r->units, unit)
		if (is_left_out(r, *unit))
			printf("  left out %s: none of its code differs\n",
			       shown(*unit));
	vec_for_each(&r->diags->list, d) {
		warnings += d->level == DIAG_WARN;
		if (d->level == DIAG_NOTE && d->symbol)
			printf("  left out %s: %s %s [%s]\n", shown(d->object),
			       shown(d->symbol), shown(d->what), d->code);
	}
	if (warnings)
		printf("  %zu warning%s, above\n", warnings,
		       warnings == 1 ? "" : "s");
}

static void show_time(void)
{
	const struct progress_step *steps;
	double sum = 0;
	size_t n;

	steps = progress_steps(&n);
	for (size_t i = 0; i < n; i++)
		sum += steps[i].seconds;
	printf("  took %.1f s:", sum);
	for (size_t i = 0; i < n; i++)
		printf("%s %s %.1f", i ? "," : "", steps[i].name,
		       steps[i].seconds);
	putchar('\n');
}

static void show_on(const char *ids)
{
	_cleanup_free_ char *names = ids_names(ids);

	printf("  built on %s, and takes its place\n", shown(names));
}

static void show_text(const struct build_report *r,
		      const struct patch_file *file)
{
	printf("%s: %s\n", shown(r->out),
	       shown(*r->description ? r->description : r->name));
	show_targets(r);
	show_left_out(r);
	printf("  for %s (%s), build ID %s\n", shown(r->release),
	       shown(r->version), shown(r->build_id));
	if (r->on && *r->on)
		show_on(r->on);
	if (!r->verified)
		printf("  not verified to be for that kernel\n");
	if (file)
		printf("  mode %s\n", shown(file->mode));
	show_time();
	if (r->livepatch)
		printf("  for insmod, and mainline livepatch\n");
	else
		printf("  core %s\n", shown(r->core));
	if (r->signer)
		printf("  signed with %s\n", shown(r->signer));
	printf("  size %llu bytes, SHA-256 %s\n", (unsigned long long)r->size,
	       r->sha256);
}

struct err *build_show(const struct build_report *report,
		       const struct err *err)
{
	_cleanup_patch_file_ struct patch_file *file = NULL;
	struct err *unread = NULL;

	if (report->out)
		unread = patch_file_read(report->out, &file);
	if (unread)
		return unread;
	if (cmd_common.json)
		show_json(report, err, file);
	else if (!cmd_common.quiet && report->out)
		show_text(report, file);
	return NULL;
}
