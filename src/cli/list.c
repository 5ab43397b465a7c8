// SPDX-License-Identifier: GPL-2.0
/* list - the patches that are loaded */
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"

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
	for (size_t i = 0; i < core->n_patches; i++)
		json_array_append_new(patches, json_patch(&core->patches[i]));
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
		int len = (int)strlen(core->patches[i].name);

		if (len > width)
			width = len;
	}
	printf("%-*s  %-9s  %-9s  %s\n", width, "NAME", "STATE", "FUNCTIONS",
	       "DESCRIPTION");
	for (size_t i = 0; i < core->n_patches; i++) {
		const struct patch_state *p = &core->patches[i];

		printf("%-*s  %-9s  %-9zu  %s%s\n", width, p->name, p->state,
		       p->n_funcs, p->description,
		       p->verified ? "" : " (unverified)");
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
	   .help = "show the patches that are loaded", .run = run_list);
