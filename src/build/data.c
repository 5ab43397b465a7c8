// SPDX-License-Identifier: GPL-2.0
#include "build/data.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/vec.h"

static bool data_is_here(struct arena *arena, const char *dir)
{
	return path_exists(arena_printf(arena, "%s/patch/kmend.lds", dir)) &&
	       path_exists(arena_printf(arena, "%s/abi/kmend_abi.h", dir)) &&
	       path_exists(arena_printf(arena, "%s/include/kmend/mark.h",
					dir)) &&
	       path_exists(arena_printf(arena, "%s/core/Kbuild", dir));
}

/* Two up from the program: the source tree, or where it was installed. */
static const char *program_dir(struct arena *arena)
{
	char path[4096], *slash;
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	for (int up = 0; up < 2; up++) {
		slash = strrchr(path, '/');
		if (!slash || slash == path)
			return NULL;
		*slash = '\0';
	}
	return arena_strdup(arena, path);
}

struct err *data_dir(struct arena *arena, const char **ret)
{
	const char *env = getenv("KMEND_DATA");
	const char *program = program_dir(arena), *share;

	if (env && *env) {
		if (!data_is_here(arena, env))
			return err_new(ERR_FAILED, "KMEND_DATA is '%s', but "
				       "core/, abi/, include/ and patch/ "
				       "are not there",
				       env);
		*ret = arena_strdup(arena, env);
		return NULL;
	}
	share = program ? arena_printf(arena, "%s/share/kmend", program) :
		NULL;
	if (program && data_is_here(arena, program))
		*ret = program;
	else if (share && data_is_here(arena, share))
		*ret = share;
	else
		return err_advise(err_new(ERR_FAILED, "kmend's own files "
					  "core/, abi/, include/ and "
					  "patch/ are not found"),
				  "set KMEND_DATA to the directory that has "
				  "them");
	return NULL;
}

static int name_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct err *data_list(struct arena *arena, const char *dir,
		      const char ***ret)
{
	VEC(const char *) names = {0};
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (!d)
		return err_errno(errno, "cannot read '%s'", dir);
	while ((entry = readdir(d)))
		if (entry->d_name[0] != '.')
			vec_push(&names, arena_strdup(arena, entry->d_name));
	closedir(d);
	vec_sort(&names, name_cmp);
	*ret = arena_array(arena, names.n + 1, sizeof(**ret));
	for (size_t i = 0; i < names.n; i++)
		(*ret)[i] = names.v[i];
	vec_deinit(&names);
	return NULL;
}
