// SPDX-License-Identifier: GPL-2.0
/*
 * overlap - two patches that replace the same function
 *
 * Each was made from the stock source, so each holds the stock function with
 * its own change only. Callers reach the one that was enabled last, and the
 * change of the other is lost without a sign. That is allowed only if the
 * later patch has the earlier one's change (it was built on it), takes the
 * place of all others (replace), or if the user asks for it (--over).
 *
 * A function is known by its object and name. The kernel has several static
 * functions of one name; these are told apart by their size, which is that of
 * the stock function if the patch was verified.
 */
#include "control/overlap.h"

#include <string.h>

struct overlap_patch overlap_of_file(const struct patch_file *file)
{
	return (struct overlap_patch){
		.name = file->name, .id = file->id, .on = file->on,
		.replace = file->replace, .verified = file->verified,
		.funcs = file->funcs, .n_funcs = file->n_funcs,
	};
}

struct overlap_patch overlap_of_state(const struct patch_state *state)
{
	return (struct overlap_patch){
		.name = state->name, .id = state->id, .on = state->on,
		.replace = state->replace, .verified = state->verified,
		.funcs = state->funcs, .n_funcs = state->n_funcs,
	};
}

bool overlap_is_on(const struct overlap_patch *upper,
		   const struct overlap_patch *lower)
{
	size_t len = strlen(lower->id);

	for (const char *at = upper->on; len && (at = strstr(at, lower->id));
	     at += len)
		if ((at == upper->on || at[-1] == ' ') &&
		    (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

/* Another patch of the name of @lower is what @upper was built on. */
static bool is_on_other(const struct overlap_patch *upper,
			const struct overlap_patch *lower)
{
	size_t len = strlen(lower->name);

	for (const char *at = upper->on; *at; at += strspn(at, " ")) {
		if (!strncmp(at, lower->name, len) && at[len] == ':')
			return true;
		at += strcspn(at, " ");
	}
	return false;
}

bool overlap_has(const struct overlap_patch *patch,
		 const struct patch_func *func,
		 const struct overlap_patch *other)
{
	for (size_t i = 0; i < other->n_funcs; i++) {
		const struct patch_func *f = &other->funcs[i];

		if (!strcmp(f->name, func->name) &&
		    !strcmp(f->object, func->object) &&
		    (f->old_size == func->old_size || !patch->verified ||
		     !other->verified))
			return true;
	}
	return false;
}

static struct err *advise(struct err *err, const struct overlap_patch *upper,
			  const struct overlap_patch *lower)
{
	if (overlap_is_on(lower, upper))
		return err_advise(err, "%s was built on %s and has all of its changes; --over undoes those of %s all the same",
				  lower->name, upper->name, lower->name);
	if (is_on_other(upper, lower))
		return err_advise(err, "%s was built on another %s than this one: build it again, with --on and the file of this one; --over undoes changes of %s all the same",
				  upper->name, lower->name, lower->name);
	return err_advise(err, "build it on that patch (kmend build --on), or put it in the place of all others (kmend load --replace, or KMEND_REPLACE in the source); --over undoes changes of %s all the same",
			  lower->name);
}

struct err *overlap_check(const struct overlap_patch *upper,
			  const struct overlap_patch *lower)
{
	const struct patch_func *first = NULL;
	size_t n = 0;

	if (upper->replace || overlap_is_on(upper, lower))
		return NULL;
	for (size_t i = 0; i < upper->n_funcs; i++)
		if (overlap_has(upper, &upper->funcs[i], lower) && !n++)
			first = &upper->funcs[i];
	if (!n)
		return NULL;
	if (n == 1)
		return advise(err_new(ERR_FAILED, "patch %s would undo what %s changes: both replace %s of %s",
				      upper->name, lower->name, first->name,
				      first->object), upper, lower);
	return advise(err_new(ERR_FAILED, "patch %s would undo what %s changes: both replace %s of %s and %zu more",
			      upper->name, lower->name, first->name,
			      first->object, n - 1), upper, lower);
}

/* Those that go off later are still reached by all who are in them. */
struct err *overlap_check_all(struct arena *arena,
			      const struct overlap_patch *upper,
			      const struct core_state *core, bool over,
			      const char **ret_takes)
{
	*ret_takes = NULL;
	for (size_t i = 0; i < core->n_patches; i++) {
		const struct patch_state *p = &core->patches[i];
		struct overlap_patch lower = overlap_of_state(p);
		struct err *err;

		if (!p->enabled || !strcmp(p->name, upper->name))
			continue;
		err = over ? NULL : overlap_check(upper, &lower);
		if (err)
			return err;
		if (upper->replace || overlap_is_on(upper, &lower))
			*ret_takes = *ret_takes ?
				arena_printf(arena, "%s, %s", *ret_takes,
					     p->name) : p->name;
	}
	return NULL;
}
