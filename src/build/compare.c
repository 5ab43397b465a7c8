// SPDX-License-Identifier: GPL-2.0
/*
 * compare - prove each unit, then find what the diff changed in it
 *
 * A unit that is not what the kernel has ends the build at once: nothing that
 * is said of it would be true. Findings of all units are collected.
 */
#include <string.h>

#include "base/progress.h"
#include "build/steps.h"
#include "diff/diff.h"
#include "kernel/locate_ko.h"
#include "kmend_abi.h"

/*
 * kbuild compiles also what the configuration leaves out, so only the image
 * tells: it knows no function of such a unit. Names of static functions may
 * be found by accident; they count where there are no others.
 */
static bool unit_is_in(const struct facts *facts, const struct obj *dist)
{
	size_t known[2] = {0}, all[2] = {0};

	vec_for_each(&dist->syms, p) {
		const struct sym *sym = *p;
		bool global = sym->bind != STB_LOCAL;

		if (!sym->sec || sym->type != STT_FUNC)
			continue;
		all[global]++;
		known[global] += facts_count(facts, sym->name) > 0;
	}
	return known[1] || (!all[1] && known[0]);
}

static void not_in_kernel(struct build *b, const struct unit *unit,
			  const char *module)
{
	/* nobody asked for what only includes a header of the diff */
	if (unit->by_include)
		return;
	diag_add(b->report->diags, DIAG_REFUSE, "KM102", unit->path, NULL, 0,
		 "leave it out of the diff, or choose a kernel that has it",
		 "this kernel does not contain the file%s%s",
		 module ? ": its packages have no module " : "",
		 module ? module : "");
}

/* A kernel of one's own: go on, but say so. Consumes @err. */
static void not_proved(struct build *b, const struct unit *unit,
		       struct err *err)
{
	diag_add(b->report->diags, DIAG_WARN, "KM104", unit->path, NULL, 0,
		 "only you know whether it is the source of that kernel",
		 "compiled here, it is not what the kernel has: %s",
		 err_text(err));
	err_destroy(err);
	b->report->verified = false;
}

static struct err *prove(struct build *b, const struct obj *dist,
			 const struct module_file *module,
			 struct unit_map **ret)
{
	return module ? unit_locate_ko(module->ko, dist, ret) :
	       unit_locate(b->facts, dist, ret);
}

/* In case the compiler made other code for want of debug information. */
static struct err *prove_again(struct build *b, const struct unit *unit,
			       const struct module_file *module,
			       struct err *err, struct unit_map **ret)
{
	const char *out = arena_printf(b->arena, "%s/proof.o", b->work.dir);
	_cleanup_obj_ struct obj *dist = NULL;
	struct err *late;
	bool made;

	late = unit_compile_debug(b->arena, b->tree, unit, out, &made);
	if (!late && !made)
		return err;
	err_destroy(err);
	if (!late)
		late = obj_read(out, &dist);
	return late ? late : prove(b, dist, module, ret);
}

/*
 * @ret_in is false, with a finding, if the unit is not part of the target.
 * @ret stays NULL, with a finding, if it is not proved and need not be.
 */
static struct err *locate(struct build *b, const struct unit *unit,
			  const struct module_file *module,
			  bool *ret_in, struct unit_map **ret)
{
	_cleanup_obj_ struct obj *dist = NULL;
	struct err *err = obj_read(unit->dist, &dist);

	if (err)
		return err;
	if (!module && !unit->is_new && !unit_is_in(b->facts, dist)) {
		not_in_kernel(b, unit, NULL);
		return NULL;
	}
	*ret_in = true;
	err = prove(b, dist, module, ret);
	if (err)
		err = prove_again(b, unit, module, err, ret);
	if (!err || b->opt->unverified) {
		if (err)
			not_proved(b, unit, err);
		return NULL;
	}
	return err_advise(err_wrap(err, "'%s' compiled here is not what the "
				   "%s has", unit->path,
				   module ? "module" : "kernel"),
			  "source, configuration and compiler must be those "
			  "of the kernel; nothing was patched");
}

static void note_funcs(struct build *b, const struct unit *unit,
		       const char *target, const struct diff_result *result)
{
	vec_for_each(&result->funcs, f) {
		b->n_changed += !f->is_new;
		vec_push(&b->report->funcs, ((struct build_func){
			.unit = unit->path, .target = target,
			.name = arena_strdup(b->arena, f->name),
			.why = f->why ? arena_strdup(b->arena, f->why) : NULL,
			.old_size = f->old_size, .new_size = f->new_size,
			.is_new = f->is_new }));
	}
}

static void note_findings(struct build *b, const struct diff_result *result)
{
	vec_for_each(&result->diags->list, d)
		diag_add(b->report->diags, d->level, d->code, d->object,
			 d->symbol, d->off, d->todo, "%s", d->what);
}

/* For one target, whose module is NULL for the kernel itself. */
static struct err *diff_unit(struct build *b, const struct unit *unit,
			     const struct module_file *module,
			     const struct unit_map *map)
{
	_cleanup_obj_ struct obj *orig = NULL, *patched = NULL;
	struct diff_options opt = {
		.unit = unit->path, .map = map,
		.object = module ? module->name : KMEND_ABI_VMLINUX,
		.facts = b->facts, .ko = module ? module->ko : NULL,
	};
	struct diff_result *result = NULL;
	struct err *err;

	err = obj_read(unit->orig, &orig);
	if (!err)
		err = obj_read(unit->patched, &patched);
	if (!err)
		err = diff_run(orig, patched, &opt, &result);
	if (err)
		return err;
	note_funcs(b, unit, module ? module->name : "vmlinux",
		   result);
	note_findings(b, result);
	vec_for_each(&result->globals, g)
		vec_push(&b->globals.list, ((struct link_global){
			.module = module,
			.name = arena_strdup(b->arena, g->name),
			.reference = arena_strdup(b->arena, g->reference) }));
	if (result->out)
		vec_push(&b->objs, ((struct patch_obj){
			.unit = unit->path, .module = module,
			.obj = take_ptr(result->out) }));
	diff_result_destroy(result);
	return NULL;
}

static struct err *compare_in(struct build *b, const struct unit *unit,
			      const char *name)
{
	const struct module_file *module = NULL;
	struct unit_map *map = NULL;
	struct err *err = NULL;
	bool is_in = false;

	if (name)
		err = modules_find(&b->modules, name, &module);
	if (err)
		return err;
	if (name && !module) {
		not_in_kernel(b, unit, name);
		return NULL;
	}
	err = locate(b, unit, module, &is_in, &map);
	if (!err && is_in)
		err = diff_unit(b, unit, module, map);
	unit_map_destroy(map);
	return err;
}

static struct err *compare_unit(struct build *b, const struct unit *unit)
{
	struct err *err = NULL;

	if (!unit->modules)
		return compare_in(b, unit, NULL);
	for (const char **name = unit->modules; !err && *name; name++)
		err = compare_in(b, unit, *name);
	return err;
}

struct err *build_compare(struct build *b)
{
	struct err *err = NULL;

	progress_begin("verify", "%zu unit%s", b->units.list.n,
		       b->units.list.n == 1 ? "" : "s");
	vec_for_each(&b->units.list, unit) {
		progress_update("%s", unit->path);
		err = compare_unit(b, unit);
		if (err)
			return err;
	}
	err = build_findings(b);
	if (err)
		return err;
	progress_end("%s%zu unit%s equal the kernel, %zu functions changed or "
		     "new", b->report->verified ? "" : "not all of ",
		     b->units.list.n, b->units.list.n == 1 ? "" : "s",
		     b->report->funcs.n);
	if (!b->n_changed)
		return err_advise(err_new(ERR_NOTHING, "the diffs change no "
					  "code that runs"), "no module was written");
	return NULL;
}
