// SPDX-License-Identifier: GPL-2.0
/* inspect - what a patch module says about itself */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/inspect_html.h"
#include "cli/opt.h"
#include "cli/show.h"

static json_t *json_symbols(const struct patch_file *file)
{
	json_t *array = json_array();

	for (size_t i = 0; i < file->n_symbols; i++) {
		const struct patch_symbol *sym = &file->symbols[i];
		_cleanup_free_ char *addr = xasprintf("0x%llx",
				(unsigned long long)sym->addr);
		json_t *json = json_object();

		json_object_set_new(json, "object", json_text(sym->object));
		json_object_set_new(json, "name", json_text(sym->name));
		json_object_set_new(json, "address", json_text(addr));
		json_object_set_new(json, "position",
				    json_integer(sym->sympos));
		json_object_set_new(json, "percpu", json_boolean(sym->percpu));
		json_array_append_new(array, json);
	}
	return array;
}

static void inspect_json(const struct patch_file *file)
{
	const struct {
		const char *key, *text;
	} texts[] = {
		{ "name", file->name },
		{ "description", file->description },
		{ "module", file->module },
		{ "release", file->release },
		{ "build_id", file->build_id },
		{ "mode", file->mode },
		{ "tool", file->tool },
	};
	json_t *json = json_object();

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		json_object_set_new(json, texts[i].key,
				    json_text(texts[i].text));
	json_object_set_new(json, "verified", json_boolean(file->verified));
	json_object_set_new(json, "has_signature",
			    json_boolean(file->has_signature));
	json_object_set_new(json, "functions",
			    json_funcs(file->funcs, file->n_funcs));
	json_object_set_new(json, "symbols", json_symbols(file));
	json_show(json);
}

static void inspect_text(const struct patch_file *file)
{
	printf("name         %s\n", file->name);
	if (*file->description)
		printf("description  %s\n", file->description);
	printf("module       %s\n", file->module);
	printf("kernel       %s\n", file->release);
	printf("build ID     %s\n", file->build_id);
	printf("mode         %s\n", file->mode);
	printf("verified     %s\n", file->verified ? "yes" :
	       "no: built with --unverified");
	printf("signature    %s\n", file->has_signature ? "yes" : "none");
	printf("made by      %s\n", file->tool);
	printf("\nfunctions that are replaced: %zu\n", file->n_funcs);
	for (size_t i = 0; i < file->n_funcs; i++) {
		const struct patch_func *f = &file->funcs[i];

		printf("  %s %s, %u bytes, now %u\n", f->object, f->name,
		       f->old_size, f->new_size);
	}
	printf("\nsymbols that are not exported: %zu\n", file->n_symbols);
	for (size_t i = 0; i < file->n_symbols; i++) {
		const struct patch_symbol *sym = &file->symbols[i];

		printf("  %s %s", sym->object, sym->name);
		if (sym->sympos)
			printf(", number %u of that name", sym->sympos);
		printf("%s\n", sym->percpu ? ", per CPU" : "");
	}
}

static struct err *run_inspect(int argc, char **argv)
{
	_cleanup_patch_file_ struct patch_file *file = NULL;
	const char *html = NULL, *kernel = NULL;
	const struct opt opts[] = {
		{ .name = "html", .arg = "FILE", .value = &html },
		{ .name = "kernel", .letter = 'k', .arg = "RELEASE",
		  .value = &kernel },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (!err && kernel && !html)
		err = err_new(ERR_USAGE, "-k goes with --html only");
	if (!err)
		err = patch_file_read(argv[1], &file);
	if (!err && html)
		return inspect_html(file, kernel, html);
	if (err)
		return err;
	if (cmd_common.json)
		inspect_json(file);
	else
		inspect_text(file);
	return NULL;
}

CMD_DEFINE(inspect, .name = "inspect",
	   .args = "[--json | --html PAGE [-k RELEASE]] FILE",
	   .help = "tell what a patch module would do",
	   .details =
"Shows for which build of the kernel the module was made, which functions it\n"
"replaces, and which symbols it needs that the kernel does not export. The\n"
"kernel that is running does not matter.\n"
"\n"
"  --html PAGE           write a page for a reviewer: the code of each function\n"
"                        as it is and as it will be, side by side. The kernel\n"
"                        must be in the cache, see 'kmend help fetch'.\n"
"  -k, --kernel RELEASE  which kernel of the cache, as RELEASE=VERSION, if it\n"
"                        has several of that release",
	   .run = run_inspect);
