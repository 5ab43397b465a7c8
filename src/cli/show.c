// SPDX-License-Identifier: GPL-2.0
/*
 * show - what control reports, as text and as JSON
 */
#include "cli/show.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/printable.h"
#include "cli/cmd.h"
#include "cli/shown.h"

json_t *json_text(const char *text)
{
	json_t *json = json_string(text);

	if (json)
		return json;
	/* Not UTF-8: Latin-1 says the same bytes, one character each. */
	_cleanup_free_ char *utf8 = xmalloc(2 * strlen(text) + 1);
	char *out = utf8;

	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < 0x80) {
			*out++ = (char)*p;
		} else {
			*out++ = (char)(0xc0 | *p >> 6);
			*out++ = (char)(0x80 | (*p & 0x3f));
		}
	}
	*out = '\0';
	return json_string(utf8);
}

json_t *json_optional(const char *text)
{
	return text ? json_text(text) : json_null();
}

void json_set_named(json_t *json, const char *key, json_t *value)
{
	json_t *text = json_text(key);

	json_object_set_new(json, json_string_value(text), value);
	json_decref(text);
}

char *ids_names(const char *ids)
{
	char *names = xmalloc(2 * strlen(ids) + 1), *to = names;

	for (const char *at = ids; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " :");

		if (to != names)
			to = stpcpy(to, ", ");
		to = mempcpy(to, at, len);
		at += strcspn(at, " ");
	}
	*to = '\0';
	return names;
}

static void set_text(json_t *json, const char *key, const char *text)
{
	json_object_set_new(json, key, json_text(text));
}

static void set_number(json_t *json, const char *key, uint64_t number)
{
	json_object_set_new(json, key, json_integer((json_int_t)number));
}

json_t *json_funcs(const struct patch_func *funcs, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *func = json_object();

		set_text(func, "object", funcs[i].object);
		set_text(func, "name", funcs[i].name);
		set_number(func, "old_size", funcs[i].old_size);
		set_number(func, "new_size", funcs[i].new_size);
		json_array_append_new(array, func);
	}
	return array;
}

static json_t *json_targets(const struct patch_target *targets, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *target = json_object();

		set_text(target, "name", targets[i].name);
		set_text(target, "state", targets[i].state);
		json_array_append_new(array, target);
	}
	return array;
}

static json_t *json_tasks(const struct blocker *tasks, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *task = json_object();

		json_object_set_new(task, "pid", json_integer(tasks[i].pid));
		set_text(task, "comm", tasks[i].comm);
		set_text(task, "function", tasks[i].function);
		set_text(task, "reason", tasks[i].reason);
		json_array_append_new(array, task);
	}
	return array;
}

static json_t *json_last_switch(const struct last_switch *last)
{
	json_t *json = json_object();

	set_text(json, "result", last->result);
	set_number(json, "attempts", last->attempts);
	set_number(json, "elapsed_us", last->elapsed_us);
	set_number(json, "stopped_max_us", last->stopped_max_us);
	set_number(json, "stopped_sum_us", last->stopped_sum_us);
	set_number(json, "stops", last->stops);
	set_number(json, "late", last->late);
	set_number(json, "crowded", last->crowded);
	set_number(json, "scanned_us", last->scanned_us);
	set_number(json, "scanned", last->scanned);
	set_number(json, "recorded", last->recorded);
	set_number(json, "tasks", last->tasks);
	set_number(json, "hits", last->hits);
	json_object_set_new(json, "blockers",
			    json_tasks(last->blockers, last->n_blockers));
	return json;
}

json_t *json_patch(const struct patch_state *patch)
{
	json_t *json = json_object();

	set_text(json, "name", patch->name);
	json_object_set_new(json, "enabled", json_boolean(patch->enabled));
	json_object_set_new(json, "verified", json_boolean(patch->verified));
	set_text(json, "state", patch->state);
	set_text(json, "mode", patch->mode);
	set_text(json, "description", patch->description);
	set_text(json, "build_id", patch->build_id);
	set_text(json, "module", patch->module);
	set_text(json, "id", patch->id);
	set_text(json, "on", patch->on);
	set_number(json, "order", patch->order);
	json_object_set_new(json, "functions",
			    json_funcs(patch->funcs, patch->n_funcs));
	json_object_set_new(json, "modules",
			    json_targets(patch->targets, patch->n_targets));
	set_number(json, "nr_stragglers", patch->nr_stragglers);
	json_object_set_new(json, "stragglers",
			    json_tasks(patch->stragglers,
				       patch->n_stragglers));
	json_object_set_new(json, "last_switch",
			    json_last_switch(&patch->last));
	return json;
}

/* Jansson leaves DEL and others above ASCII as they are, always in strings. */
void json_show(json_t *json)
{
	_cleanup_free_ char *text = json_dumps(json, JSON_INDENT(2));
	uint32_t c;

	for (size_t at = 0, len; (len = utf8_char(text + at, &c)); at += len) {
		if (c == '\n' || char_is_printable(c))
			fwrite(text + at, 1, len, stdout);
		else
			printf("\\u%04x", c);
	}
	putchar('\n');
	json_decref(json);
}

/* Modules that are not what the number of functions makes believe. */
static void targets_show(const struct patch_state *p)
{
	for (size_t i = 0; i < p->n_targets; i++) {
		const struct patch_target *t = &p->targets[i];

		if (!strcmp(t->state, "-"))
			printf("module %s is not loaded: patched when it comes\n",
			       shown(t->name));
		else if (!strcmp(t->state, "unpatched"))
			printf("module %s does not fit and stays unpatched: the last lines of dmesg say why\n",
			       shown(t->name));
	}
}

static void tasks_show(FILE *file, const char *what,
		       const struct blocker *tasks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fprintf(file, "  %s %ld (%s): %s %s\n", what, tasks[i].pid,
			shown(tasks[i].comm), shown(tasks[i].reason),
			shown(tasks[i].function));
}

/* Their changes go with those of the patch. */
static void bases_show(const struct patch_state *p)
{
	_cleanup_free_ char *names = ids_names(p->on);

	printf("with the changes of what it was built on: %s; 'kmend enable' or 'kmend load' brings those back\n",
	       shown(names));
}

void report_show(const struct control_report *report, const struct err *err,
		 const char *word)
{
	const struct patch_state *p = &report->patch;

	if (!report->switched)
		return;
	if (cmd_common.json) {
		json_t *json = json_patch(p);

		json_object_set_new(json, "done", json_boolean(!err));
		json_object_set_new(json, "switched",
				    json_boolean(!err && !report->idle));
		json_object_set_new(json, "takes",
				    json_text(report->takes && !err ?
					      report->takes : ""));
		json_show(json);
	}
	if (err) {
		if (report->idle)
			return;
		if (err_errnum(err) == EINPROGRESS)
			tasks_show(stderr, "inside:", p->stragglers,
				   p->n_stragglers);
		else if (err_errnum(err))
			tasks_show(stderr, "blocked by", p->last.blockers,
				   p->last.n_blockers);
		return;
	}
	if (cmd_common.json || cmd_common.quiet)
		return;
	if (report->core_file)
		printf("core loaded from %s\n", shown(report->core_file));
	if (report->idle) {
		printf("%s %s: it was %s\n", word, shown(p->name),
		       shown(p->state));
		return;
	}
	printf("%s %s: %zu function%s switched in %.1f ms, the machine stood still for %.1f ms",
	       word, shown(p->name), p->n_funcs, p->n_funcs == 1 ? "" : "s",
	       (double)p->last.elapsed_us / 1e3,
	       (double)p->last.stopped_max_us / 1e3);
	if (p->last.attempts > 1)
		printf(" (%llu attempts)",
		       (unsigned long long)p->last.attempts);
	putchar('\n');
	if (p->enabled && report->takes)
		printf("disabled, since %s takes the place: %s\n", shown(p->name),
		       shown(report->takes));
	if (!p->enabled && *p->on)
		bases_show(p);
	if (p->enabled)
		targets_show(p);
	if (p->nr_stragglers)
		printf("%llu task%s not left the old functions yet\n",
		       (unsigned long long)p->nr_stragglers,
		       p->nr_stragglers == 1 ? " has" : "s have");
	tasks_show(stdout, "not yet:", p->stragglers, p->n_stragglers);
}
