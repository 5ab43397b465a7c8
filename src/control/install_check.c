// SPDX-License-Identifier: GPL-2.0
/*
 * install_check - may a patch be installed beside what is installed?
 *
 * A distribution keeps the release of a kernel over several builds of it. The
 * build that counts is that of the image which will boot next. If there is no
 * image that can be read, it is the build that runs, if that is the release;
 * else nobody knows, and only the patch that is replaced can tell.
 *
 * Patches are enabled in the order of the list. None may undo what an earlier
 * one changes (overlap.h), also when one in the middle gets another file.
 */
#include "control/install_check.h"

#include <string.h>

#include "base/file.h"
#include "control/overlap.h"

static struct err *other_build(const struct patch_file *file,
			       const char *what, const char *id)
{
	return err_advise(err_new(ERR_FAILED,
				  "it is for another build of %s: %s, that of %s is %s",
				  file->release, file->build_id, what, id),
			  "build the patch for that kernel; what was installed before is as it was");
}

/* "": nobody knows. */
static const char *boot_id(const struct control_env *env, struct arena *arena,
			   const char *release, const char *root,
			   const char **ret_what)
{
	const char *image = arena_printf(arena, "%s%s-%s", root ? root : "",
					 env->image, release);
	struct err *err;
	char id[65];

	*ret_what = arena_printf(arena, "'%s'", image);
	if (env->image_id && path_exists(image) && env->image_id(image, id))
		return arena_strdup(arena, id);
	*ret_what = "the running kernel";
	if (root || strcmp(env->release, release) != 0)
		return "";
	err = kernel_build_id(env, id);
	if (!err)
		return arena_strdup(arena, id);
	err_destroy(err);
	return "";
}

static struct err *check_build(const struct control_env *env,
			       struct arena *arena,
			       const struct patch_file *file, const char *dir,
			       const struct install_options *opt)
{
	const char *there = arena_printf(arena, "%s/kmend-%s.ko", dir,
					 file->name);
	_cleanup_patch_file_ struct patch_file *old = NULL;
	const char *what, *id = boot_id(env, arena, file->release, opt->root,
					&what);

	if (*id)
		return strcmp(id, file->build_id) ?
		       other_build(file, what, id) : NULL;
	/* a damaged one may be overwritten by anything */
	if (path_exists(there))
		err_destroy(patch_file_read(there, &old));
	if (old && strcmp(old->build_id, file->build_id) != 0)
		return err_advise(other_build(file, "the patch that is installed",
					      old->build_id),
				  "if this kernel is to boot: kmend uninstall %s",
				  file->name);
	return NULL;
}

/* One that cannot be read is not loaded when the machine boots. */
static struct err *check_pair(const struct patch_file *file, const char *path,
			      bool is_later)
{
	_cleanup_patch_file_ struct patch_file *other = NULL;
	struct overlap_patch a, b;
	struct err *err = patch_file_read(path, &other);

	if (err) {
		err_destroy(err);
		return NULL;
	}
	/* for another build: this kernel does not load it */
	if (strcmp(other->build_id, file->build_id) != 0)
		return NULL;
	a = overlap_of_file(file);
	b = overlap_of_file(other);
	return is_later ? overlap_check(&a, &b) : overlap_check(&b, &a);
}

struct err *install_check(const struct control_env *env, struct arena *arena,
			  const struct patch_file *file, const char *dir,
			  const struct install_options *opt)
{
	const char *list = arena_printf(arena, "%s/list", dir);
	struct err *err = check_build(env, arena, file, dir, opt);
	_cleanup_free_ char *text = NULL;
	bool is_later = true;
	char *rest, *line;

	if (err || opt->over || !path_exists(list))
		return err;
	err = file_read(list, &text, NULL);
	for (rest = text; !err && (line = strsep(&rest, "\n"));) {
		if (!strcmp(line, file->name))
			is_later = false;	/* it keeps its place */
		else if (*line)
			err = check_pair(file, arena_printf(arena,
					 "%s/kmend-%s.ko", dir, line),
					 is_later);
	}
	return err;
}
