// SPDX-License-Identifier: GPL-2.0
/* inspect - what a patch module says about itself */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/inspect_html.h"
#include "cli/opt.h"
#include "cli/show.h"
#include "cli/shown.h"

static const char *format_name(const struct patch_file *file)
{
	return file->livepatch ? "livepatch" : "kmend";
}

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
		if (!file->livepatch)
			json_object_set_new(json, "address", json_text(addr));
		json_object_set_new(json, "position",
				    json_integer(sym->sympos));
		if (!file->livepatch)
			json_object_set_new(json, "percpu",
					    json_boolean(sym->percpu));
		json_array_append_new(array, json);
	}
	return array;
}

static json_t *json_inspected_funcs(const struct patch_file *file)
{
	json_t *array = json_funcs(file->funcs, file->n_funcs);

	/* kmend finds functions by address, mainline by position */
	for (size_t i = 0; file->livepatch && i < file->n_funcs; i++)
		json_object_set_new(json_array_get(array, i), "position",
				    json_integer(file->funcs[i].sympos));
	return array;
}

static void inspect_json(const struct patch_file *file)
{
	const struct {
		const char *key, *text;
	} texts[] = {
		{ "name", file->name },
		{ "description", file->description },
		{ "cves", file->cves },
		{ "id", file->id }, { "on", file->on },
		{ "format", format_name(file) },
		{ "module", file->module },
		{ "release", file->release },
		{ "build_id", file->build_id },
		{ "mode", file->mode },
		{ "tool", file->tool },
		{ "checksum", file->checksum },
	};
	json_t *json = json_object();

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		json_object_set_new(json, texts[i].key,
				    json_text(texts[i].text));
	json_object_set_new(json, "verified", json_boolean(file->verified));
	json_object_set_new(json, "replace", json_boolean(file->replace));
	json_object_set_new(json, "has_signature",
			    json_boolean(file->has_signature));
	json_object_set_new(json, "functions",
			    json_inspected_funcs(file));
	json_object_set_new(json, "symbols", json_symbols(file));
	json_show(json);
}

static void inspect_head(const struct patch_file *file)
{
	printf("name         %s\n", shown(file->name));
	if (*file->description)
		printf("description  %s\n", shown(file->description));
	if (*file->cves)
		printf("mends        %s\n", shown(file->cves));
	printf("format       %s\n", file->livepatch ?
	       "livepatch: insmod loads it, for mainline livepatch" : "kmend");
	printf("module       %s\n", shown(file->module));
	printf("kernel       %s\n", shown(file->release));
	printf("build ID     %s\n", shown(file->build_id));
	printf("mode         %s\n", shown(file->mode));
	if (*file->on) {
		_cleanup_free_ char *names = ids_names(file->on);

		printf("built on     %s, and takes the place\n", shown(names));
	}
	if (file->replace)
		printf("replaces     all patches that are loaded then\n");
	printf("verified     %s\n", file->verified ? "yes" :
	       "no: built with --unverified");
	printf("checksum     %s\n", *file->checksum ? file->checksum :
	       "none: built by an older kmend");
	printf("signature    %s\n", file->has_signature ? "yes" : "none");
	printf("made by      %s\n", shown(file->tool));
}

static void inspect_text(const struct patch_file *file)
{
	inspect_head(file);
	printf("\nfunctions that are replaced: %zu\n", file->n_funcs);
	for (size_t i = 0; i < file->n_funcs; i++) {
		const struct patch_func *f = &file->funcs[i];

		printf("  %s %s", shown(f->object), shown(f->name));
		if (f->sympos)
			printf(", number %u of that name", f->sympos);
		printf(", %u bytes, now %u\n", f->old_size, f->new_size);
	}
	printf("\nsymbols that are not exported: %zu\n", file->n_symbols);
	for (size_t i = 0; i < file->n_symbols; i++) {
		const struct patch_symbol *sym = &file->symbols[i];

		printf("  %s %s", shown(sym->object), shown(sym->name));
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
		{ .name = "kernel", .letter = 'k', .arg = "KERNEL",
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
	if (!err && html && file->livepatch)
		err = err_advise(err_new(ERR_FAILED, "'%s' is a module for "
					 "mainline livepatch: there is no page "
					 "of those", argv[1]),
				 "build the same diff without --format "
				 "livepatch: the functions are the same");
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
	   .args = "[--json | --html PAGE [-k KERNEL]] FILE",
	   .help = "tell what a patch module would do",
	   .details =
"Shows for which build of the kernel the module was made, which functions it\n"
"replaces, and which symbols it needs that the kernel does not export. The\n"
"kernel that is running does not matter. A file that is not as it was built is\n"
"refused, as by load and install: it has a checksum.\n"
"\n"
"  --html PAGE           write a page for a reviewer: the code of each function\n"
"                        as it is and as it will be, side by side. The kernel\n"
"                        must be in the cache, see 'kmend help fetch'.\n"
"  -k, --kernel KERNEL   which kernel of the cache, as RELEASE=VERSION, if it\n"
"                        has several of that release; the directory in which\n"
"                        one's own was built",
	   .run = run_inspect);
