// SPDX-License-Identifier: GPL-2.0
/*
 * kit - what every patch module of one kernel is made with
 *
 * The core is built although a patch only calls it: modpost needs the
 * checksum of what it exports, which only genksyms can tell. The entry unit
 * is compiled by kbuild once, as the module of one file that it is; the
 * command that kbuild leaves behind tells how modules of this kernel go
 * through objtool.
 */
#include "build/kit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/file.h"
#include "base/jobs.h"
#include "build/data.h"
#include "build/kbuild.h"
#include "build/store.h"
#include "kernel/facts.h"

static const char *const kit_dirs[] = { "core", "abi", "include/kmend", "patch" };

#define ENTRY		"entry.o"
#define ENTRY_LIVEPATCH	"entry_livepatch.o"

/* No BTF: pahole is not needed, and the core looks at none. */
#define NO_BTF	"CONFIG_DEBUG_INFO_BTF_MODULES="

static struct err *file_hash(const char *path, const char *name,
			     XXH3_state_t *state)
{
	const uint8_t *map;
	struct err *err;
	size_t size;

	err = file_map(path, &map, &size);
	if (err)
		return err;
	XXH3_128bits_update(state, name, strlen(name) + 1);
	XXH3_128bits_update(state, map, size);
	file_unmap(map, size);
	return NULL;
}

/* One key for names and contents of all files of the kit. */
static struct err *kit_key(struct arena *arena, const struct kernel *kernel,
			   const char *data, const char **ret)
{
	XXH3_state_t *state = XXH3_createState();
	struct err *err = NULL;
	const char **names;
	XXH128_hash_t hash;

	XXH3_128bits_reset(state);
	if (kernel->own)
		XXH3_128bits_update(state, kernel->own_key,
				    strlen(kernel->own_key));
	for (size_t i = 0; !err && i < ARRAY_LEN(kit_dirs); i++) {
		const char *dir = arena_printf(arena, "%s/%s", data,
					       kit_dirs[i]);

		err = data_list(arena, dir, &names);
		for (; !err && *names; names++)
			err = file_hash(arena_printf(arena, "%s/%s", dir,
						     *names), *names, state);
	}
	hash = XXH3_128bits_digest(state);
	XXH3_freeState(state);
	*ret = arena_printf(arena, "%016llx%016llx",
			    (unsigned long long)hash.high64,
			    (unsigned long long)hash.low64);
	return err;
}

static struct err *kit_copy(struct arena *arena, const char *data,
			    const char *dir)
{
	const char **names;
	struct err *err = NULL;

	for (size_t i = 0; !err && i < ARRAY_LEN(kit_dirs); i++) {
		const char *to = arena_printf(arena, "%s/%s", dir, kit_dirs[i]);
		const char *from = arena_printf(arena, "%s/%s", data,
						kit_dirs[i]);

		err = dir_make(to);
		if (!err)
			err = data_list(arena, from, &names);
		for (; !err && *names; names++)
			err = file_copy(arena_printf(arena, "%s/%s", from,
						     *names),
					arena_printf(arena, "%s/%s", to,
						     *names));
	}
	return err;
}

static struct err *kit_make(const struct kernel *kernel, const char *dir,
			    const char *setting, const char *target)
{
	_cleanup_argv_ struct argv argv = {0};

	argv_addf(&argv, "M=%s", dir);
	argv_add(&argv, NO_BTF, NULL);
	if (kernel->own)
		argv_addf(&argv, "CC=%s", kernel->own_cc);
	if (setting)
		argv_add(&argv, setting, NULL);
	argv_add(&argv, "KCFLAGS=-g0", NULL);
	argv_add(&argv, target, NULL);
	return kbuild_make(kernel->headers, &argv, NULL);
}

/* The command for objtool without the object that it ends with. */
static struct err *commands_parse(struct arena *arena, char *text,
				  const char **ret_cc, const char **ret_objtool)
{
	const char *after;
	struct err *err = kbuild_command(arena, text, ret_cc, &after);

	if (err)
		return err;
	if (!after || !strstr(after, "objtool") || !strrchr(after, ' ') ||
	    strchr(after, '$'))
		return err_new(ERR_FAILED, "kbuild runs no objtool");
	*ret_objtool = arena_printf(arena, "%.*s",
				    (int)(strrchr(after, ' ') - after), after);
	return NULL;
}

static struct err *entry_compile(const struct kernel *kernel, const char *dir,
				 const char *cc, const char *unit,
				 const char *object)
{
	_cleanup_argv_ struct argv argv = {0};
	char *messages = NULL;
	struct process opt = { .cwd = kernel->headers, .env = kbuild_env,
			       .ret_err = &messages };
	struct err *err;

	argv_add(&argv, "sh", "-c", NULL);
	argv_addf(&argv, "exec %s -g0 -c -o '%s/%s' '%s/patch/%s'", cc, dir,
		  object, dir, unit);
	err = process_run(&argv, &opt);
	if (err)
		err = kbuild_explain(err, messages, 20);
	free(messages);
	return err;
}

static bool has_livepatch(struct arena *arena, const struct kernel *kernel)
{
	return path_exists(arena_printf(arena, "%s/include/config/LIVEPATCH",
					kernel->headers));
}

/* It compares the build ID with that of the kernel which loads it. */
static struct err *kit_core(const struct kernel *kernel, const char *dir)
{
	_cleanup_free_ char *core = xasprintf("%s/core", dir);
	_cleanup_free_ char *setting = NULL;
	char build_id[65];
	struct err *err = facts_build_id(kernel, build_id);

	if (err)
		return err;
	setting = xasprintf("KMEND_BUILD_ID=%s", build_id);
	return kit_make(kernel, core, setting, "modules");
}

static struct err *kit_entry(const struct kernel *kernel, const char *dir)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	static const char kbuild[] = "obj-m := kmend_patch.o\n"
				     "ccflags-y += -I$(src)/../abi\n";
	const char *patch = arena_printf(arena, "%s/patch", dir);
	_cleanup_free_ char *text = NULL;
	const char *cc = NULL, *objtool = NULL;
	struct err *err;

	err = file_write(arena_printf(arena, "%s/Kbuild", patch), kbuild,
			 strlen(kbuild));
	if (!err)
		err = kit_make(kernel, patch, NULL, "kmend_patch.o");
	if (!err)
		err = file_read(arena_printf(arena, "%s/.kmend_patch.o.cmd",
					     patch), &text, NULL);
	if (!err)
		err = commands_parse(arena, text, &cc, &objtool);
	if (!err)
		err = entry_compile(kernel, dir, cc, "kmend_patch.c",
				    ENTRY);
	if (!err && has_livepatch(arena, kernel))
		err = entry_compile(kernel, dir, cc, "kmend_livepatch.c",
				    ENTRY_LIVEPATCH);
	if (!err)
		err = file_write(arena_printf(arena, "%s/objtool", dir),
				 objtool, strlen(objtool));
	return err;
}

/* Two that have nothing to do with each other. */
struct kit_part {
	struct err *(*make)(const struct kernel *kernel, const char *dir);
	const struct kernel *kernel;
	const char *dir;
};

static struct err *kit_part_make(void *elem, void *data)
{
	struct kit_part *part = elem;

	(void)data;
	return part->make(part->kernel, part->dir);
}

static struct err *kit_parts(const struct kernel *kernel, const char *dir)
{
	struct kit_part parts[] = {
		{ kit_core, kernel, dir }, { kit_entry, kernel, dir },
	};

	return jobs_run(parts, ARRAY_LEN(parts), sizeof(*parts),
			kit_part_make, NULL, NULL);
}

/* Made beside its place, by one at a time; what a killed one left goes. */
static struct err *kit_prepare(struct arena *arena, const struct kernel *kernel,
			       const char *data, const char *dir)
{
	const char *temp = arena_printf(arena, "%s/kit.new", kernel->dir);
	_cleanup_lock_ int lock = -1;
	struct err *err;

	err = lock_take_inherited(arena_printf(arena, "%s/kit.lock", kernel->dir),
			       &lock);
	if (err || path_is_dir(dir))
		return err;
	err = dir_remove(temp);
	if (!err)
		err = kit_copy(arena, data, temp);
	if (!err)
		err = kit_parts(kernel, temp);
	if (err)
		return err_wrap(err, "cannot build the core for %s",
				kernel->release);
	if (rename(temp, dir))
		return err_errno(errno, "cannot rename '%s'", temp);
	return NULL;
}

struct err *kit_open(struct arena *arena, const struct kernel *kernel,
		     struct kit **ret)
{
	struct kit *kit = arena_new(arena, struct kit);
	_cleanup_free_ char *objtool = NULL;
	const char *data, *key, *dir;
	struct err *err;

	err = data_dir(arena, &data);
	if (!err)
		err = kit_key(arena, kernel, data, &key);
	if (err)
		return err;
	dir = arena_printf(arena, "%s/kit-%s", kernel->dir, key);
	if (!path_is_dir(dir))
		err = kit_prepare(arena, kernel, data, dir);
	if (!err)
		err = file_read(arena_printf(arena, "%s/objtool", dir),
				&objtool, NULL);
	if (err)
		return err;
	kit->kernel = kernel;
	kit->core = arena_printf(arena, "%s/core/kmend.ko", dir);
	kit->symvers = arena_printf(arena, "%s/core/Module.symvers", dir);
	kit->entry = arena_printf(arena, "%s/" ENTRY, dir);
	kit->entry_livepatch = arena_printf(arena, "%s/" ENTRY_LIVEPATCH, dir);
	kit->script = arena_printf(arena, "%s/patch/kmend.lds", dir);
	kit->objtool = arena_strdup(arena, objtool);
	*ret = kit;
	return NULL;
}

struct err *kit_core_find(const char *release, char **ret)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_kernel_ struct kernel *kernel = NULL;
	const char *data, *key = NULL, *core;
	struct err *err;

	*ret = NULL;
	err = data_dir(arena, &data);
	if (!err)
		err = kernel_open(release, &kernel);
	if (!err)
		err = kit_key(arena, kernel, data, &key);
	if (err)
		return err;
	core = arena_printf(arena, "%s/kit-%s/core/kmend.ko", kernel->dir, key);
	if (path_exists(core))
		*ret = xstrdup(core);
	return NULL;
}

static struct err *module_make(struct arena *arena, const struct kit *kit,
			       const char *dir, const char *name)
{
	const char *text = arena_printf(arena, "obj-m := %s.o\n", name);
	const char *symvers = arena_printf(arena, "KBUILD_EXTRA_SYMBOLS=%s",
					   kit->symvers);
	struct err *err;

	err = file_write(arena_printf(arena, "%s/Kbuild", dir), text,
			 strlen(text));
	/* modpost looks there for checksums of exports; a patch has none */
	if (!err)
		err = file_write(arena_printf(arena, "%s/.%s.o.cmd", dir,
					      name), "", 0);
	if (!err)
		err = kit_make(kit->kernel, dir, symvers, "modules");
	return err ? err_wrap(err, "cannot make the module") : NULL;
}

struct err *kit_module(struct arena *arena, const struct kit *kit,
		       const char *dir, const char *name, const char **ret)
{
	struct store_key *key = store_key_create();
	const char *kept, *made = arena_printf(arena, "%s/%s.ko", dir, name);
	struct err *err;

	/* the path of the core tells the kernel and the kit */
	store_key_text(key, kit->core);
	store_key_text(key, name);
	err = store_key_file(key, arena_printf(arena, "%s/%s.o_shipped", dir,
					       name));
	kept = store_path(arena, key, arena_printf(arena, "%s/modules",
						   kit->kernel->dir));
	store_key_destroy(key);
	if (err)
		return err;
	if (path_exists(kept)) {
		*ret = kept;
		return NULL;
	}
	err = module_make(arena, kit, dir, name);
	if (err)
		return err;
	store_put(kept, made);
	*ret = made;
	return NULL;
}
