// SPDX-License-Identifier: GPL-2.0
/*
 * core - find kmend.ko and load it
 *
 * Where it is looked for, first hit wins: --core, $KMEND_CORE, beside the
 * patch, among the kernel's own modules, in the cache of the user (where
 * `kmend build` has built it for that kernel). The first one must be good;
 * nothing else is tried in its place. The first two were named by the user, so
 * they may be anywhere. The others are taken only if nobody but root and the
 * user can have written them (trust.h).
 *
 * A file is read once: what was checked is what is loaded or installed.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "control/internal.h"
#include "control/trust.h"
#include "kmend_abi.h"

/* "beside": the directory of @path with another file in it. */
static char *path_beside(const char *path, const char *file)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(file);
	return xasprintf("%.*s/%s", (int)(slash - path), path, file);
}

static struct err *core_find(const struct control_env *env, const char *core,
			     const char *near, char **ret, bool *ret_named)
{
	_cleanup_free_ char *beside = path_beside(near, "kmend.ko");
	_cleanup_free_ char *installed = xasprintf("%s/%s/updates/kmend.ko",
						   env->modules_dir,
						   env->release);
	_cleanup_free_ char *built = NULL;

	if (!core)
		core = getenv("KMEND_CORE");
	*ret_named = core && *core;
	if (*ret_named)
		*ret = xstrdup(core);
	else if (path_exists(beside))
		*ret = take_ptr(beside);
	else if (path_exists(installed))
		*ret = take_ptr(installed);
	else if (env->core_built && (built = env->core_built(env->release)))
		*ret = take_ptr(built);
	else
		return err_advise(err_new(ERR_FAILED,
					  "the core (kmend.ko) is not loaded and was not found: neither '%s' nor '%s', and this user's cache has none for this kernel",
					  beside, installed),
				  "name it with --core FILE or $KMEND_CORE");
	return NULL;
}

/* One that does not say its ABI here says it once it is loaded. */
static struct err *core_check_info(const struct control_env *env,
				   const char *path, const struct ko *ko)
{
	size_t sec = ko_find(ko, ".modinfo"), len;
	const char *name = sec ? ko_value(ko, sec, "name") : NULL;
	const char *magic = sec ? ko_value(ko, sec, "vermagic") : NULL;
	const char *abi = sec ? ko_value(ko, sec, "kmend_abi") : NULL;

	if (!name || strcmp(name, "kmend") || !magic)
		return err_new(ERR_FAILED, "'%s': not the core of kmend",
			       path);
	len = strcspn(magic, " ");
	if (len != strlen(env->release) || strncmp(magic, env->release, len))
		return err_advise(err_new(ERR_FAILED,
					  "'%s' was built for %.*s, this kernel is %s",
					  path, (int)len, magic, env->release),
				  "build it again with the headers of this kernel");
	if (abi && strtoul(abi, NULL, 10) != KMEND_ABI_VERSION)
		return err_advise(err_new(ERR_FAILED,
					  "'%s' speaks ABI %lu, this kmend speaks %d",
					  path, strtoul(abi, NULL, 10),
					  KMEND_ABI_VERSION),
				  "build it again with this kmend");
	return NULL;
}

static struct err *core_open(const struct control_env *env, const char *path,
			     bool is_named, struct ko **ret)
{
	_cleanup_ko_ struct ko *ko = NULL;
	struct err *err;
	size_t size;
	char *data;

	if (is_named)
		err = file_read(path, &data, &size);
	else
		err = trust_read(path, &data, &size);
	if (err && !is_named && !err_errnum(err))
		return err_advise(err_wrap(err, "'%s' is not taken", path),
				  "if you trust it, name it with --core; otherwise have it where only root can write");
	if (err)
		return err;
	err = ko_open_bytes(data, size, &ko);
	if (err)
		return err_wrap(err, "'%s'", path);
	err = core_check_info(env, path, ko);
	if (!err)
		*ret = take_ptr(ko);
	return err;
}

struct err *core_read(const struct control_env *env, const char *core,
		      const char *near, struct ko **ret)
{
	_cleanup_free_ char *path = NULL;
	struct err *err;
	bool is_named;

	err = core_find(env, core, near, &path, &is_named);
	return err ? err : core_open(env, path, is_named, ret);
}

static struct err *core_check_abi(const struct control_env *env)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct core_state core;
	struct err *err;

	err = core_state_read(env, arena, &core);
	if (err)
		return err;
	if (core.loaded && core.abi == KMEND_ABI_VERSION)
		return NULL;
	if (!core.loaded)
		return err_new(ERR_FAILED, "there is no '%s'", env->sysfs);
	return err_advise(err_new(ERR_FAILED,
				  "the loaded core (%s) speaks ABI %lu, this kmend speaks %d",
				  core.version, core.abi, KMEND_ABI_VERSION),
			  "unload all patches, then: rmmod kmend");
}

struct err *core_load(const struct control_env *env, const char *core,
		      const char *near, char **ret)
{
	_cleanup_free_ char *path = NULL;
	_cleanup_ko_ struct ko *ko = NULL;
	struct err *err;
	bool is_named;
	int errnum;

	if (path_exists(env->sysfs)) {
		*ret = NULL;
		return core_check_abi(env);
	}
	err = core_find(env, core, near, &path, &is_named);
	if (err)
		return err;
	err = core_open(env, path, is_named, &ko);
	if (err)
		return err_wrap(err, "the core cannot be loaded");
	errnum = env->init_module(path, ko->data, ko->size);
	if (errnum)
		return err_wrap(insert_error(env, errnum, path),
				"the core cannot be loaded");
	err = core_check_abi(env);
	if (err) {
		err_destroy(module_remove(env, "kmend"));
		return err_wrap(err, "'%s'", path);
	}
	*ret = take_ptr(path);
	return NULL;
}
