// SPDX-License-Identifier: GPL-2.0
/*
 * tree_headers - what the distribution prepared, taken from its packages
 *
 * The headers package of a kernel has the headers that "make prepare" makes,
 * and linux-kbuild the programs that kbuild runs over each unit, for all who
 * build modules. They are those that the kernel itself was built with, and to
 * copy them takes no time. make is then told that it prepared already (tree.c).
 *
 * kbuild keeps the commands of what it made beside it; there are none here, so
 * that whoever asks kbuild for more has it made again.
 */
#include "build/tree_headers.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "build/kbuild.h"

/* Of the headers package: directories and files, below their own names. */
static const char *const headers[] = {
	"include/generated", "include/config/auto.conf",
	"include/config/kernel.release", "arch/x86/include/generated", NULL
};

/* Of linux-kbuild; objtool may be a program and what it runs. */
static const char *const tools[] = {
	"scripts/basic/fixdep", "scripts/genksyms/genksyms", "tools/objtool",
	NULL
};

static bool all_exist(const char *dir, const char *const *names)
{
	for (; *names; names++) {
		_cleanup_free_ char *path = xasprintf("%s/%s", dir, *names);

		if (!path_exists(path))
			return false;
	}
	return true;
}

/*
 * Does a script of Kconfig still say of a program what the configuration says?
 * It answers "GNU 24000" for CONFIG_AS_VERSION=24000.
 */
static bool version_fits(const struct tree *tree, const char *config,
			 const char *script, const char *program,
			 const char *key)
{
	_cleanup_free_ char *line = NULL, *out = NULL, *messages = NULL;
	struct process opt = { .cwd = tree->dir, .env = kbuild_env,
			       .ret_out = &out, .ret_err = &messages };
	_cleanup_argv_ struct argv argv = {0};
	struct err *err;
	const char *number;

	argv_add(&argv, "sh", NULL);
	argv_addf(&argv, "%s/scripts/%s", tree->source, script);
	argv_add(&argv, program, NULL);
	err = process_run(&argv, &opt);
	number = err ? NULL : strchr(out, ' ');
	err_destroy(err);
	if (!number)
		return false;
	line = xasprintf("\n%s=%.*s\n", key, (int)strcspn(number + 1, "\n"),
			 number + 1);
	return strstr(config, line);
}

bool tree_headers_fit(const struct tree *tree, const char *config)
{
	return !tree->other && all_exist(tree->kernel->headers, headers) &&
	       all_exist(tree->kernel->kbuild, tools) &&
	       version_fits(tree, config, "as-version.sh", tree->cc,
			    "CONFIG_AS_VERSION") &&
	       version_fits(tree, config, "ld-version.sh", "ld",
			    "CONFIG_LD_VERSION");
}

static struct err *take(const char *dir, const char *const *names,
			const char *to)
{
	_cleanup_free_ char *messages = NULL;
	struct process opt = { .cwd = dir, .ret_err = &messages };
	_cleanup_argv_ struct argv argv = {0};

	argv_add(&argv, "cp", "-R", "--parents", NULL);
	for (; *names; names++)
		argv_add(&argv, *names, NULL);
	argv_add(&argv, to, NULL);
	return process_run(&argv, &opt);
}

struct err *tree_headers_take(const struct tree *tree)
{
	_cleanup_free_ char *deps = NULL;
	struct err *err;

	err = take(tree->kernel->headers, headers, tree->dir);
	if (!err)
		err = take(tree->kernel->kbuild, tools, tree->dir);
	if (err)
		return err;
	/*
	 * What the configuration depends on. No package has it; without it,
	 * or if it were older than .config, make would run Kconfig.
	 */
	deps = xasprintf("%s/include/config/auto.conf.cmd", tree->dir);
	return file_write(deps, "", 0);
}
