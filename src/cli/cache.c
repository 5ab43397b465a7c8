// SPDX-License-Identifier: GPL-2.0
/* cache - what is kept between builds */
#include "build/cache.h"

#include <stdio.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"
#include "cli/shown.h"

static void set_size(json_t *json, const char *key, uint64_t size)
{
	json_object_set_new(json, key, json_integer((json_int_t)size));
}

static json_t *json_kernel(const struct cache_kernel *kernel)
{
	json_t *json = json_object(), *sizes = json_object();

	json_object_set_new(json, "directory", json_text(kernel->dir));
	json_object_set_new(json, "release", json_optional(kernel->release));
	json_object_set_new(json, "version", json_optional(kernel->version));
	json_object_set_new(json, "last_used",
			    json_integer((json_int_t)kernel->last_used));
	for (size_t i = 0; i < N_CACHE_PARTS; i++)
		set_size(sizes, cache_part_names[i], kernel->size[i]);
	json_object_set_new(json, "sizes", sizes);
	set_size(json, "total", kernel->total);
	return json;
}

static void cache_json(const struct cache *cache, const uint64_t *freed)
{
	json_t *json = json_object(), *kernels = json_array();

	json_object_set_new(json, "cache", json_text(cache->dir));
	vec_for_each(&cache->kernels, kernel)
		json_array_append_new(kernels, json_kernel(kernel));
	json_object_set_new(json, "kernels", kernels);
	set_size(json, "builds", cache->builds);
	set_size(json, "other", cache->other);
	set_size(json, "total", cache->total);
	if (freed)
		set_size(json, "freed", *freed);
	json_show(json);
}

static double mega(uint64_t size)
{
	return (double)size / (1 << 20);
}

static void kernel_text(const struct cache_kernel *kernel)
{
	const char *separator = "";
	char when[32] = "";
	struct tm tm;

	if (localtime_r(&kernel->last_used, &tm))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm);
	if (kernel->release)
		printf("%s (%s)", shown(kernel->release),
		       shown(kernel->version));
	else
		printf("%s, not complete", shown(kernel->dir));
	printf(": %.0f MB, last used %s\n  ", mega(kernel->total), when);
	for (size_t i = 0; i < N_CACHE_PARTS; i++) {
		if (!kernel->size[i])
			continue;
		printf("%s%s %.1f", separator, cache_part_names[i],
		       mega(kernel->size[i]));
		separator = ", ";
	}
	putchar('\n');
}

static void cache_text(const struct cache *cache)
{
	vec_for_each(&cache->kernels, kernel)
		kernel_text(kernel);
	if (cache->builds)
		printf("builds that are running or were killed: %.1f MB\n",
		       mega(cache->builds));
	if (mega(cache->other) >= 0.1)
		printf("other files: %.1f MB\n", mega(cache->other));
	printf("%s: %.0f MB\n", shown(cache->dir), mega(cache->total));
}

static struct err *run_cache(int argc, char **argv)
{
	_cleanup_cache_ struct cache *cache = NULL;
	bool clean = false;
	const struct opt opts[] = {
		{ .name = "clean", .flag = &clean },
	};
	uint64_t freed = 0;
	struct err *err;

	err = opt_parse(&argc, argv, opts, ARRAY_LEN(opts));
	if (!err && argc > 1 && !clean)
		err = err_new(ERR_USAGE, "a KERNEL goes with --clean only");
	if (!err)
		err = cache_read(&cache);
	if (!err && clean)
		err = cache_clean(cache, argv + 1, (size_t)argc - 1, &freed);
	if (err)
		return err;
	if (cmd_common.json)
		cache_json(cache, clean ? &freed : NULL);
	else if (clean && !cmd_common.quiet)
		printf("%.0f MB removed from %s\n", mega(freed),
		       shown(cache->dir));
	else if (!clean)
		cache_text(cache);
	return NULL;
}

CMD_DEFINE(cache, .name = "cache", .args = "[--clean [KERNEL...]] [--json]",
	   .help = "show or empty what is kept between builds",
	   .details =
"For each kernel the cache has its packages, its source, a tree prepared for\n"
"compiling with the units that were compiled in it, the core, and facts about\n"
"the image. All of it comes back when it is needed again.\n"
"\n"
"  --clean   remove all kernels, or those given: a release, RELEASE=VERSION,\n"
"            or a series like 6.1. Refused while a build or a fetch runs.\n"
"            Files in the cache that are not kmend's stay.\n"
"\n"
"With --json sizes are in bytes on disk and 'last_used' is in seconds since\n"
"1970; after --clean it lists what was there before, and 'freed'.\n"
"\n"
"The cache is $KMEND_CACHE, else $XDG_CACHE_HOME/kmend, else ~/.cache/kmend.",
	   .run = run_cache);
