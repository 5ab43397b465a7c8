// SPDX-License-Identifier: GPL-2.0
/* diff - what changed between two objects, as a patch object */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/findings.h"
#include "cli/opt.h"
#include "cli/show.h"
#include "cli/shown.h"
#include "diff/diff.h"

#define MAX_SIZES 32

struct args {
	const char *out, *dump;
	const char *operands[2];
	struct diff_entry_size sizes[MAX_SIZES];
	char *names[MAX_SIZES];
	size_t n_sizes;
};

/* "SECTION=N" */
static struct err *parse_size(struct args *args, const char *text)
{
	const char *eq = strrchr(text, '=');
	unsigned long size = 0;
	char *end;

	if (eq && eq > text && isdigit((unsigned char)eq[1]))
		size = strtoul(eq + 1, &end, 10);
	if (!size || *end || size > 4096)
		return err_new(ERR_USAGE, "--entry-size wants SECTION=BYTES, "
			       "not '%s'", text);
	if (args->n_sizes == MAX_SIZES)
		return err_new(ERR_USAGE, "more than %d --entry-size",
			       MAX_SIZES);
	args->names[args->n_sizes] = xstrndup(text, eq - text);
	args->sizes[args->n_sizes] = (struct diff_entry_size){
		.section = args->names[args->n_sizes], .size = size,
	};
	args->n_sizes++;
	return NULL;
}

/* --entry-size may come several times: taken out before opt_parse(). */
static struct err *take_sizes(struct args *args, int *argc, char **argv)
{
	static const char name[] = "--entry-size";
	size_t len = sizeof(name) - 1;
	int in, out = 1;
	struct err *err;

	for (in = 1; in < *argc && strcmp(argv[in], "--"); in++) {
		const char *value = NULL;

		if (!strncmp(argv[in], name, len) && argv[in][len] == '=')
			value = argv[in] + len + 1;
		else if (!strcmp(argv[in], name))
			value = in + 1 < *argc ? argv[++in] : "";
		if (!value) {
			argv[out++] = argv[in];
			continue;
		}
		err = parse_size(args, value);
		if (err)
			return err;
	}
	while (in < *argc)
		argv[out++] = argv[in++];
	argv[out] = NULL;
	*argc = out;
	return NULL;
}

static struct err *parse(struct args *args, int argc, char **argv)
{
	const struct opt opts[] = {
		{ .letter = 'o', .arg = "FILE", .value = &args->out },
		{ .name = "dump-after", .arg = "PASS", .value = &args->dump },
	};
	struct err *err = take_sizes(args, &argc, argv);

	if (!err)
		err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 2, 2);
	if (err)
		return err;
	args->operands[0] = argv[1];
	args->operands[1] = argv[2];
	return NULL;
}

static void diff_json(const struct diff_result *result)
{
	json_t *json = json_object();
	json_t *changed = json_array(), *new = json_array();
	json_t *why = json_object();

	vec_for_each(&result->funcs, func) {
		json_array_append_new(func->is_new ? new : changed,
				      json_text(func->name));
		if (func->why)
			json_set_named(why, func->name,
				       json_text(func->why));
	}
	json_object_set_new(json, "changed", changed);
	json_object_set_new(json, "why", why);
	json_object_set_new(json, "new", new);
	json_object_set_new(json, "findings", json_findings(result->diags));
	json_show(json);
}

static void diff_text(const struct diff_result *result)
{
	vec_for_each(&result->funcs, func) {
		printf("%s %s", func->is_new ? "new    " : "changed",
		       shown(func->name));
		if (func->why)
			printf(" (%s)", shown(func->why));
		putchar('\n');
	}
}

static struct err *finish(const struct args *args,
			  const struct diff_result *result)
{
	if (diags_refuse(result->diags))
		return err_new(ERR_REFUSED, "'%s' cannot be patched live",
			       args->operands[1]);
	if (!result->out)
		return err_new(ERR_NOTHING, "nothing changed");
	return args->out ? obj_write(result->out, args->out) : NULL;
}

static struct err *run_objects(const struct args *args, char **ret_dump,
			       struct diff_result **ret)
{
	_cleanup_obj_ struct obj *orig = NULL, *patched = NULL;
	const struct diff_options opt = {
		.unit = args->operands[1], .object = "vmlinux",
		.sizes = args->sizes, .n_sizes = args->n_sizes,
		.dump_after = args->dump, .ret_dump = ret_dump,
	};
	struct err *err = obj_read(args->operands[0], &orig);

	if (!err)
		err = obj_read(args->operands[1], &patched);
	if (!err)
		err = diff_run(orig, patched, &opt, ret);
	return err;
}

static void args_cleanup(struct args *args)
{
	for (size_t i = 0; i < args->n_sizes; i++)
		free(args->names[i]);
}

static struct err *run_diff(int argc, char **argv)
{
	_cleanup_free_ char *dump = NULL;
	struct diff_result *result = NULL;
	struct args args __attribute__((cleanup(args_cleanup))) = {0};
	struct err *err = parse(&args, argc, argv);

	if (!err)
		err = run_objects(&args, &dump, &result);
	if (err)
		return err;
	if (dump)
		fputs(shown_lines(dump), stdout);
	else if (cmd_common.json)
		diff_json(result);
	else
		diff_text(result);
	if (!cmd_common.json)
		findings_show(result->diags);
	err = finish(&args, result);
	diff_result_destroy(result);
	return err;
}

CMD_DEFINE(diff, .name = "diff",
	   .args = "[-o OUT.o] [--json] [--dump-after PASS] "
		   "[--entry-size SECTION=N]... ORIG.o PATCHED.o",
	   .help = "extract what changed between two objects",
	   .details =
"Both are the same unit, before and after a change, compiled for the kernel\n"
"with -ffunction-sections -fdata-sections and not seen by objtool. OUT.o gets\n"
"the changed and new functions with what they need. Exit status 3: the change\n"
"cannot be patched live, and the findings say why; 4: nothing changed.",
	   .run = run_diff);
