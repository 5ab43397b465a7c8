// SPDX-License-Identifier: GPL-2.0
/*
 * launcher - a compiler launcher in front of what kbuild compiles
 *
 * "make CC='ccache gcc-12'" would do, but kbuild writes its command beside
 * each object, where it stays in the cache: it would be another command, and
 * a launcher that is gone later. So PATH begins with a directory that has a
 * script of the compiler's name. Only units of C go through the launcher: the
 * many trials that kbuild makes of options are over before a farm has answered.
 */
#include "build/launcher.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* Where the shell would find it. */
static const char *program_find(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");
	char *rest = arena_strdup(arena, path ? path : "/usr/bin:/bin"), *dir;

	while ((dir = strsep(&rest, ":"))) {
		const char *file = arena_printf(arena, "%s/%s",
						*dir ? dir : ".", name);

		if (*dir == '/' && !access(file, X_OK) && !path_is_dir(file))
			return file;
	}
	return NULL;
}

static struct err *script_write(struct arena *arena, const char *path,
				const char *launcher, const char *compiler)
{
	const char *text = arena_printf(arena,
		"#!/bin/sh\n"
		"case \" $* \" in\n"
		"*\" -DKBUILD_MODNAME=\"*\" -c \"*) exec %s '%s' \"$@\" ;;\n"
		"esac\n"
		"exec '%s' \"$@\"\n", launcher, compiler, compiler);
	struct err *err = file_write(path, text, strlen(text));

	if (!err && chmod(path, 0755))
		err = err_errno(errno, "cannot chmod '%s'", path);
	return err;
}

struct err *launcher_set(struct arena *arena, const char *cc,
			 const char *launcher, const char *dir,
			 const char **ret)
{
	const char *compiler = program_find(arena, cc);
	const char *path = getenv("PATH");
	struct err *err;

	if (!compiler)
		return err_new(ERR_FAILED, "'%s' is not in PATH", cc);
	err = dir_make(dir);
	if (!err)
		err = script_write(arena, arena_printf(arena, "%s/%s", dir, cc),
				   launcher, compiler);
	if (!err)
		*ret = arena_printf(arena, "%s:%s", dir, path ? path :
				    "/usr/bin:/bin");
	return err;
}
