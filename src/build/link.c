// SPDX-License-Identifier: GPL-2.0
/*
 * link - the patch objects of all units become one module
 *
 * ld joins them, so that what one unit adds another can call. objtool sees
 * the result while every global symbol still has its own name: it knows by
 * name which functions never return. Then names that no module can import go
 * into our tables, and kbuild makes a module of what is left.
 */
#include "build/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/process.h"
#include "build/kbuild.h"
#include "build/source_diff.h"
#include "kmend_abi.h"

static struct err *ld_run(const struct link *link,
			  const struct patch_obj *objs, size_t n,
			  const char *out)
{
	_cleanup_argv_ struct argv argv = {0};
	char *messages = NULL;
	struct process opt = { .env = kbuild_env, .ret_err = &messages };
	struct err *err;

	argv_add(&argv, "ld", "-r", "-m", "elf_x86_64", "-z", "noexecstack",
		 "-T", link->kit->script, "-o", out, link->livepatch ?
		 link->kit->entry_livepatch : link->kit->entry, NULL);
	for (size_t i = 0; i < n; i++) {
		const char *path = arena_printf(link->arena, "%s/%zu.o",
						link->dir, i);

		argv_add(&argv, path, NULL);
		err = obj_write(objs[i].obj, path);
		if (err)
			return err_wrap(err, "'%s'", objs[i].unit);
	}
	err = process_run(&argv, &opt);
	if (err)
		err = kbuild_explain(err_wrap(err, "cannot link the patch"),
				     messages, 10);
	free(messages);
	return err;
}

/*
 * Nobody calls through our tables: ftrace sets the ip. And what our jumps
 * lead to, they return to, which asks for no ENDBR.
 */
static bool is_reached_otherwise(const char *warning)
{
	return strstr(warning, " .kmend.") ||
	       (strstr(warning, "." KMEND_ABI_JUMP "+") &&
		strstr(warning, "relocation to !ENDBR"));
}

/* What objtool complains about it will not have made sense of. */
static void objtool_warnings(const struct link *link, char *messages)
{
	char *line, *warning;

	while ((line = strsep(&messages, "\n"))) {
		warning = strstr(line, "warning: objtool: ");
		if (warning && !is_reached_otherwise(warning))
			diag_add(link->diags, DIAG_WARN, "KM120", "patch",
				 NULL, 0, "a task inside may not be unwound "
				 "and then blocks unloading", "objtool: %s",
				 warning + strlen("warning: objtool: "));
	}
}

static struct err *objtool_run(const struct link *link, const char *object)
{
	_cleanup_argv_ struct argv argv = {0};
	char *messages = NULL;
	struct process opt = { .cwd = link->kit->kernel->headers,
			       .env = kbuild_env, .ret_err = &messages };
	struct err *err;

	/* objtool of Linux 6.12 asks for the variable that kbuild exports */
	argv_add(&argv, "env", "SRCARCH=x86", "sh", "-c", NULL);
	argv_addf(&argv, "exec %s '%s'", link->kit->objtool, object);
	err = process_run(&argv, &opt);
	if (err)
		err = kbuild_explain(err, messages, 10);
	else
		objtool_warnings(link, messages);
	free(messages);
	return err;
}

/* The module of patch "a-b" is kmend_a_b. */
static const char *patch_module(const struct link *link)
{
	char *name = arena_printf(link->arena, KMEND_ABI_MODULE_PREFIX "%s",
				  link->name);

	for (char *p = name; *p; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

static struct err *tables_make(const struct link *link, const char *linked,
			       const char *out)
{
	_cleanup_obj_ struct obj *obj = NULL;
	struct err *err = obj_read(linked, &obj);
	struct link_marks said;
	struct link with = *link;

	if (err)
		return err;
	link_marks(link->arena, obj, link->cves, &said);
	with.said = &said;
	if (link->livepatch)
		link_livepatch_check(&with, obj);
	link_hooks(&with, obj);
	err = link_refs(&with, obj);
	if (!err)
		err = link_info(&with, obj);
	if (!err)
		link_names(link, obj);
	if (!err && link->source_diff)
		source_diff_write(obj, link->source_diff);
	return err || diags_refuse(link->diags) ? err : obj_write(obj, out);
}

struct err *link_patch(const struct link *link, const struct patch_obj *objs,
		       size_t n, const char **ret)
{
	struct arena *arena = link->arena;
	const char *linked = arena_printf(arena, "%s/linked.o", link->dir);
	const char *dir = arena_printf(arena, "%s/module", link->dir);
	const char *name = patch_module(link), *module;
	const char *livepatch = arena_printf(arena, "%s/livepatch.ko",
					     link->dir);
	struct err *err;

	*ret = NULL;
	if (link->livepatch)
		link_livepatch_kernel(link);	/* else there is no entry */
	err = dir_make(dir);
	if (!err)
		err = link_targets(link, objs, n);
	if (err || diags_refuse(link->diags))
		return err;
	err = ld_run(link, objs, n, linked);
	if (!err)
		err = link_jumps(linked);
	if (!err)
		err = objtool_run(link, linked);
	if (!err)
		err = tables_make(link, linked,
				  arena_printf(arena, "%s/%s.o_shipped", dir,
					       name));
	if (err || diags_refuse(link->diags))
		return err;
	err = kit_module(arena, link->kit, dir, name, &module);
	if (!err && link->livepatch)
		err = link_livepatch(link, module, livepatch);
	if (!err && !diags_refuse(link->diags))
		*ret = link->livepatch ? livepatch : module;
	return err;
}
