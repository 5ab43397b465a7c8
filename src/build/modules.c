// SPDX-License-Identifier: GPL-2.0
/*
 * modules - the kernel's modules as they were shipped
 *
 * modules.order names all that were built, without what packs them; the
 * package has left out what a flavour does not need.
 */
#include "build/modules.h"

#include <string.h>

#include "base/file.h"
#include "kernel/module.h"

void modules_init(struct modules *modules, struct arena *arena,
		  const struct kernel *kernel)
{
	*modules = (struct modules){ .arena = arena, .kernel = kernel };
}

void modules_deinit(struct modules *modules)
{
	map_for_each(&modules->files, slot) {
		struct module_file *file = slot->value;

		obj_destroy(file->ko);
	}
	map_deinit(&modules->files);
	map_deinit(&modules->paths);
}

/* Of lines like "kernel/net/netfilter/nf_tables.ko". */
static struct err *list_read(struct modules *modules)
{
	struct arena *arena = modules->arena;
	_cleanup_free_ char *text = NULL;
	char *rest, *line;
	struct err *err;

	err = file_read(arena_printf(arena, "%s/modules.order",
				     modules->kernel->modules), &text, NULL);
	if (err)
		return err;
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		size_t len = strlen(line);
		const char *name, *ko = line;

		/* where it is built, Linux 6.12 has the object's name */
		if (len > 2 && !strcmp(line + len - 2, ".o"))
			ko = arena_printf(arena, "%.*s.ko", (int)len - 2, line);
		name = module_name(arena, ko);
		if (*line && !map_has(&modules->paths, name))
			map_put(&modules->paths, name, arena_strdup(arena, ko));
	}
	modules->listed = true;
	return NULL;
}

/* The file, however it is packed; NULL if the package has none. */
static const char *file_path(const struct modules *modules, const char *path)
{
	static const char *const packed[] = { "", ".xz", ".zst", ".gz" };

	for (size_t i = 0; i < ARRAY_LEN(packed); i++) {
		const char *file = arena_printf(modules->arena, "%s/%s%s",
						modules->kernel->modules,
						path, packed[i]);

		if (path_exists(file))
			return file;
	}
	return NULL;
}

/* @name NULL: what it says, or else what the file is called. */
static struct err *file_open(struct modules *modules, const char *name,
			     const char *path, struct module_file **ret)
{
	struct module_file *file = arena_new(modules->arena,
					     struct module_file);
	struct err *err = module_read(path, &file->ko);

	if (err)
		return err;
	if (!name)
		name = module_info(file->ko, "name", 0);
	file->name = name ? arena_strdup(modules->arena, name) :
		     module_name(modules->arena, path);
	file->path = path;
	map_put(&modules->files, file->name, file);
	file->build_id = module_build_id(modules->arena, file->ko);
	if (!file->build_id)
		return err_new(ERR_FAILED, "'%s' has no build ID", path);
	*ret = file;
	return NULL;
}

struct err *modules_find(struct modules *modules, const char *name,
			 const struct module_file **ret)
{
	struct module_file *file = map_find(&modules->files, name);
	const char *path;
	struct err *err = NULL;

	if (!file && !modules->listed)
		err = list_read(modules);
	if (err)
		return err;
	path = file ? NULL : map_find(&modules->paths, name);
	if (path)
		path = file_path(modules, path);
	if (path)
		err = file_open(modules, name, path, &file);
	if (!err)
		*ret = file;
	return err;
}

struct err *modules_add(struct modules *modules, const char *path,
			const struct module_file **ret)
{
	struct module_file *file;
	struct err *err;

	err = file_open(modules, NULL, arena_strdup(modules->arena, path),
			&file);
	if (!err)
		*ret = file;
	return err;
}

static struct err *depend(struct modules *modules, const char *name,
			  const char *needed, struct map *seen, bool *ret)
{
	const struct module_file *file;
	char *list, *one;
	struct err *err;

	err = modules_find(modules, name, &file);
	if (err || !file || map_has(seen, file->name))
		return err;
	map_put(seen, file->name, NULL);
	if (!module_info(file->ko, "depends", 0))
		return NULL;
	list = arena_strdup(modules->arena,
			    module_info(file->ko, "depends", 0));
	if (module_list_has(list, needed)) {
		*ret = true;
		return NULL;
	}
	while (!err && !*ret && (one = strsep(&list, ",")))
		if (*one)
			err = depend(modules, module_name(modules->arena, one),
				     needed, seen, ret);
	return err;
}

struct err *modules_depend(struct modules *modules, const char *name,
			   const char *needed, bool *ret)
{
	_cleanup_map_ struct map seen = {0};

	*ret = false;
	return depend(modules, name, needed, &seen, ret);
}
