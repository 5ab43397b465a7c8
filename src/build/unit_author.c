// SPDX-License-Identifier: GPL-2.0
/*
 * unit_author - what authors include, <kmend/...>: where it is, and what it is
 */
#include <glob.h>
#include <string.h>

#include "build/data.h"
#include "build/store.h"
#include "build/unit.h"

struct err *unit_path_check(const char *path)
{
	if (!strchr(path, '\''))
		return NULL;
	return err_new(ERR_FAILED, "the directory '%s' has a quote in its name",
		       path);
}

static struct err *author_key(const char *pattern, struct store_key *key)
{
	struct err *err = NULL;
	glob_t found = {0};

	glob(pattern, 0, NULL, &found);
	for (size_t i = 0; !err && i < found.gl_pathc; i++)
		err = store_key_file(key, found.gl_pathv[i]);
	globfree(&found);
	return err;
}

struct err *unit_author_flags(struct arena *arena, const char **ret)
{
	const char *data;
	struct err *err = data_dir(arena, &data);

	if (!err)
		err = unit_path_check(data);
	if (!err)
		*ret = arena_printf(arena, "-I'%s/include' -I'%s/abi'", data,
				    data);
	return err;
}

struct err *unit_author_init(struct arena *arena, struct unit_author *ret)
{
	struct store_key *key = store_key_create();
	struct err *err = unit_author_flags(arena, &ret->flags);
	const char *data;

	if (!err)
		err = data_dir(arena, &data);
	if (!err)
		err = author_key(arena_printf(arena, "%s/include/kmend/*.h",
					      data), key);
	if (!err)
		err = author_key(arena_printf(arena, "%s/abi/*.h", data), key);
	if (!err)
		ret->key = store_path(arena, key, "");
	store_key_destroy(key);
	return err;
}
