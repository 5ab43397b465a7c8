// SPDX-License-Identifier: GPL-2.0
/* list - the patches that are loaded */
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"
#include "cli/shown.h"
#include "control/overlap.h"

#define OVERRIDDEN_SHOWN	8

/*
 * The patch that callers of a function reach in place of patch @i: the one
 * that was enabled last of those that replace it. NULL: they reach patch @i.
 */
static const char *overridden_by(const struct core_state *core, size_t i,
				 const struct patch_func *func)
{
	const struct overlap_patch patch = overlap_of_state(&core->patches[i]);
	uint64_t order = core->patches[i].order;
	const char *by = NULL;

	for (size_t n = 0; core->patches[i].enabled && n < core->n_patches;
	     n++) {
		struct overlap_patch other =
			overlap_of_state(&core->patches[n]);

		if (n == i || !core->patches[n].enabled ||
		    core->patches[n].order <= order ||
		    !overlap_has(&patch, func, &other))
			continue;
		by = other.name;
		order = core->patches[n].order;
	}
	return by;
}

static json_t *overridden_json(const struct core_state *core, size_t i)
{
	const struct patch_state *p = &core->patches[i];
	json_t *array = json_array();

	for (size_t n = 0; n < p->n_funcs; n++) {
		const char *by = overridden_by(core, i, &p->funcs[n]);
		json_t *func;

		if (!by)
			continue;
		func = json_object();
		json_object_set_new(func, "object",
				    json_text(p->funcs[n].object));
		json_object_set_new(func, "name", json_text(p->funcs[n].name));
		json_object_set_new(func, "by", json_text(by));
		json_array_append_new(array, func);
	}
	return array;
}

static void overridden_text(const struct core_state *core, size_t i)
{
	const struct patch_state *p = &core->patches[i];
	size_t count = 0;

	for (size_t n = 0; n < p->n_funcs; n++) {
		const char *by = overridden_by(core, i, &p->funcs[n]);

		if (by && count++ < OVERRIDDEN_SHOWN)
			printf("  %s: overridden by %s\n",
			       shown(p->funcs[n].name), shown(by));
	}
	if (count > OVERRIDDEN_SHOWN)
		printf("  and %zu more functions: --json names them\n",
		       count - OVERRIDDEN_SHOWN);
}

static void list_json(const struct core_state *core)
{
	json_t *json = json_object(), *patches = json_array();
	json_t *core_json = json_null();

	if (core->loaded) {
		core_json = json_object();
		json_object_set_new(core_json, "version",
				    json_text(core->version));
		json_object_set_new(core_json, "abi",
				    json_integer((json_int_t)core->abi));
	}
	for (size_t i = 0; i < core->n_patches; i++) {
		json_t *patch = json_patch(&core->patches[i]);

		json_object_set_new(patch, "overridden",
				    overridden_json(core, i));
		json_array_append_new(patches, patch);
	}
	json_object_set_new(json, "core", core_json);
	json_object_set_new(json, "patches", patches);
	json_show(json);
}

static void list_text(const struct core_state *core)
{
	int width = 4;

	if (!core->n_patches) {
		puts("no patches are loaded");
		return;
	}
	for (size_t i = 0; i < core->n_patches; i++) {
		int len = (int)strlen(shown(core->patches[i].name));

		if (len > width)
			width = len;
	}
	printf("%-*s  %-9s  %-9s  %s\n", width, "NAME", "STATE", "FUNCTIONS",
	       "DESCRIPTION");
	for (size_t i = 0; i < core->n_patches; i++) {
		const struct patch_state *p = &core->patches[i];

		printf("%-*s  %-9s  %-9zu  %s%s\n", width, shown(p->name),
		       shown(p->state), p->n_funcs, shown(p->description),
		       p->verified ? "" : " (unverified)");
		overridden_text(core, i);
	}
}

static struct err *run_list(int argc, char **argv)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct core_state core;
	struct err *err;

	err = opt_parse(&argc, argv, NULL, 0);
	if (!err)
		err = opt_operands(argc, argv, 0, 0);
	if (!err)
		err = core_state_read(control_env_get(), arena, &core);
	if (err)
		return err;
	if (cmd_common.json)
		list_json(&core);
	else
		list_text(&core);
	return NULL;
}

CMD_DEFINE(list, .name = "list", .args = "[--json]",
	   .help = "show the patches that are loaded",
	   .details =
"A patch is disabled or enabled, or tasks have not left what it changes yet:\n"
"enabling, disabling. A function is overridden if callers reach that of another\n"
"patch, which was enabled later; 'kmend load --over' allows that.",
	   .run = run_list);
