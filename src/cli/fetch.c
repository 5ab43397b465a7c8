// SPDX-License-Identifier: GPL-2.0
/* fetch - get the packages of a kernel into the cache */
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"
#include "cli/shown.h"
#include "kernel/facts.h"
#include "kernel/package.h"

static void fetch_json(const struct kernel *kernel)
{
	char build_id[65];
	/* an image that has none, or cannot be read, is fetched all the same */
	_cleanup_err_ struct err *err = facts_build_id(kernel, build_id);
	const struct {
		const char *key, *text;
	} texts[] = {
		{ "release", kernel->release },
		{ "version", kernel->version },
		{ "series", kernel->series },
		{ "root", kernel->root },
		{ "image", kernel->image },
		{ "headers", kernel->headers },
		{ "modules", kernel->modules },
		{ "source", kernel->source },
		{ "kbuild", kernel->kbuild },
	};
	json_t *json = json_object();

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		json_object_set_new(json, texts[i].key,
				    json_text(texts[i].text));
	json_object_set_new(json, "build_id",
			    err ? json_null() : json_text(build_id));
	json_show(json);
}

static void fetch_text(const struct kernel *kernel)
{
	printf("kernel   %s, Debian's version %s\n", shown(kernel->release),
	       shown(kernel->version));
	printf("image    %s\n", shown(kernel->image));
	printf("headers  %s\n", shown(kernel->headers));
	printf("source   %s\n", shown(kernel->source));
}

static struct err *run_fetch(int argc, char **argv)
{
	_cleanup_kernel_ struct kernel *kernel = NULL;
	const char *source = NULL;
	bool offline = false;
	const struct opt opts[] = {
		{ .name = "offline", .flag = &offline },
		{ .name = "source", .arg = "DIR", .value = &source },
	};
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err)
		err = opt_operands(argc, argv, 1, 1);
	if (!err && offline && source)
		err = err_new(ERR_USAGE,
			      "--offline and --source do not go together");
	if (!err)
		err = offline ? kernel_open(argv[1], &kernel) :
				kernel_fetch(argv[1], source, &kernel);
	if (err)
		return err;
	if (cmd_common.json)
		fetch_json(kernel);
	else
		fetch_text(kernel);
	return NULL;
}

CMD_DEFINE(fetch, .name = "fetch",
	   .args = "[--offline] [--source DIR] [--json] RELEASE|SERIES",
	   .help = "get the packages of a stock kernel",
	   .details =
"Image, headers and source of one Debian kernel, all of exactly the same\n"
"version, are fetched with apt and unpacked in the cache. Nothing is\n"
"installed, and root is not needed. A fetch that was interrupted goes on where\n"
"it was.\n"
"\n"
"RELEASE is what 'uname -r' says, like 6.1.0-56-cloud-amd64. Debian may have\n"
"used it for several versions: RELEASE=VERSION names one, else the newest is\n"
"taken. SERIES, like 6.1, means its newest cloud-amd64 kernel.\n"
"\n"
"  --offline     only look into the cache\n"
"  --source DIR  a source tree in place of the linux-source package\n"
"\n"
"The cache is $KMEND_CACHE, else $XDG_CACHE_HOME/kmend, else ~/.cache/kmend.",
	   .run = run_fetch);
