// SPDX-License-Identifier: GPL-2.0
/*
 * known - what other parts of the tool know of kernels, for control
 *
 * control/ reads the running kernel and module files only. The cache of
 * kernels, and the images in /boot, are read by kernel/ and build/.
 */
#include "cli/known.h"

#include <string.h>

#include "build/kit.h"
#include "kernel/image.h"

static bool known_image_id(const char *path, char *ret)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct image image;
	struct err *err = image_load(path, arena, &image);

	if (!err && strlen(image.build_id) < 65)
		strcpy(ret, image.build_id);
	else if (!err)
		err = err_new(ERR_FAILED, "the build ID is too long");
	if (!err)
		return true;
	err_destroy(err);
	return false;
}

/* An error means that it was not built, or not here. */
static char *known_core(const char *release)
{
	char *path = NULL;
	struct err *err = kit_core_find(release, &path);

	if (!err)
		return path;
	err_destroy(err);
	return NULL;
}

struct control_env env_known(void)
{
	struct control_env env = *control_env_get();

	env.image_id = known_image_id;
	env.core_built = known_core;
	return env;
}
