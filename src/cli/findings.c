// SPDX-License-Identifier: GPL-2.0
#include "cli/findings.h"

#include <stdio.h>

#include "cli/cmd.h"
#include "cli/show.h"
#include "cli/shown.h"
#include "cli/sink.h"

static const char *level_word(enum diag_level level)
{
	switch (level) {
	case DIAG_NOTE:
		return "note";
	case DIAG_WARN:
		return "warn";
	case DIAG_REFUSE:
		return "refuse";
	}
	return "?";
}

static bool is_shown(enum diag_level level)
{
	if (level == DIAG_NOTE)
		return cmd_common.verbose;
	return level == DIAG_REFUSE || !cmd_common.quiet;
}

void findings_show(const struct diags *diags)
{
	_cleanup_arena_ struct arena *arena = arena_create();

	vec_for_each(&diags->list, diag) {
		if (!is_shown(diag->level))
			continue;
		sink_finish();
		fprintf(stderr, "%s: %s\n", level_word(diag->level),
			shown(diag_text(arena, diag)));
	}
}

json_t *json_findings(const struct diags *diags)
{
	json_t *array = json_array();

	vec_for_each(&diags->list, diag) {
		json_t *json = json_object();

		json_object_set_new(json, "level",
				    json_text(level_word(diag->level)));
		json_object_set_new(json, "code", json_text(diag->code));
		json_object_set_new(json, "object", json_optional(diag->object));
		json_object_set_new(json, "symbol", json_optional(diag->symbol));
		json_object_set_new(json, "offset",
				    json_integer((json_int_t)diag->off));
		json_object_set_new(json, "what", json_text(diag->what));
		json_object_set_new(json, "todo", json_optional(diag->todo));
		json_array_append_new(array, json);
	}
	return array;
}
