// SPDX-License-Identifier: GPL-2.0
/*
 * diff - the passes in their order
 *
 * A pass that finds reasons against the change does not stop the others; what
 * would build the output from pieces that cannot be carried is not run.
 */
#include <string.h>

#include "diff/model.h"
#include "kernel/facts.h"

struct pass {
	const char *name;
	struct err *(*run)(struct diff *d);
};

#define PASS_ROW(pass, text) { .name = #pass, .run = pass_##pass },
static const struct pass passes[] = { PASSES(PASS_ROW) };
#undef PASS_ROW

static void side_deinit(struct side *side)
{
	vec_for_each(&side->obj->secs, p) {
		struct cut *cut = (*p)->priv;

		if (cut) {
			vec_deinit(&cut->pieces);
			vec_deinit(&cut->syms);
		}
		(*p)->priv = NULL;
	}
	side_for_each(side, p) {
		vec_deinit(&(*p)->syms);
		vec_deinit(&(*p)->owned);
	}
	vec_for_each(&side->obj->syms, p)
		(*p)->priv = (*p)->twin = NULL;
	vec_deinit(&side->pieces);
	map_deinit(&side->by_name);
}

static void diff_deinit(struct diff *d)
{
	side_deinit(&d->orig);
	side_deinit(&d->patched);
	map_deinit(&d->told);
	map_deinit(&d->externs);
	vec_deinit(&d->marks);
	obj_destroy(d->out);
}

static struct diff_result *result_create(void)
{
	struct arena *arena = arena_create();
	struct diff_result *result = arena_new(arena, struct diff_result);

	result->arena = arena;
	result->diags = diags_create();
	return result;
}

void diff_result_destroy(struct diff_result *result)
{
	if (!result)
		return;
	obj_destroy(result->out);
	diags_destroy(result->diags);
	vec_deinit(&result->funcs);
	vec_deinit(&result->globals);
	arena_destroy(result->arena);
}

static void result_cleanup(struct diff_result **result)
{
	diff_result_destroy(*result);
}

static uint64_t body_size(const struct piece *piece)
{
	return piece->size - (piece->base - piece->off);
}

static void list_funcs(struct diff *d)
{
	struct arena *arena = d->arena;

	side_for_each(&d->patched, p) {
		const struct piece *piece = *p;
		struct diff_func func = { .new_size = body_size(piece) };

		if (piece->kind != PIECE_FUNC || !piece->keep ||
		    name_is_cold(piece->name))
			continue;
		func.name = arena_strdup(arena, piece->name);
		func.is_new = piece->status == PIECE_NEW;
		if (piece->twin) {
			func.name = arena_strdup(arena, piece->twin->name);
			func.old_size = body_size(piece->twin);
			func.why = piece->why;
		}
		vec_push(&d->result->funcs, func);
	}
}

static void list_globals(struct diff *d)
{
	side_for_each(&d->patched, p) {
		const struct piece *piece = *p;
		const struct unit_sym *us;

		if (!piece->global || !piece->twin || piece->twin->global ||
		    !piece->name)
			continue;
		us = kernel_symbol(d, piece->twin->name);
		if (us && us->in_kallsyms && !us->elsewhere)
			vec_push(&d->result->globals, ((struct diff_global){
				.name = arena_strdup(d->arena, piece->name),
				.reference = kernel_reference(d, us) }));
	}
}

static bool pass_exists(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(passes); i++)
		if (!strcmp(passes[i].name, name))
			return true;
	return false;
}

static struct err *run_passes(struct diff *d)
{
	const char *dump = d->opt->dump_after;
	struct err *err;

	if (dump && !pass_exists(dump))
		return err_new(ERR_USAGE, "there is no pass '%s'", dump);
	for (size_t i = 0; i < ARRAY_LEN(passes); i++) {
		if (passes[i].run == pass_extract &&
		    (!d->changed || diags_refuse(d->diags)))
			return NULL;
		err = passes[i].run(d);
		if (err)
			return err_wrap(err, "%s", passes[i].name);
		if (dump && !strcmp(passes[i].name, dump))
			*d->opt->ret_dump = diff_dump(d);
	}
	return NULL;
}

struct err *diff_run(struct obj *orig, struct obj *patched,
		     const struct diff_options *opt,
		     struct diff_result **ret)
{
	struct diff_result *result
		__attribute__((cleanup(result_cleanup))) = result_create();
	struct diff d = {
		.opt = opt, .result = result, .arena = result->arena,
		.diags = result->diags, .orig.obj = orig,
		.patched.obj = patched,
	};
	struct err *err = run_passes(&d);

	if (!err) {
		list_funcs(&d);
		list_globals(&d);
		if (!diags_refuse(d.diags))
			result->out = take_ptr(d.out);
	}
	diff_deinit(&d);
	if (err)
		return err;
	*ret = take_ptr(result);
	return NULL;
}
