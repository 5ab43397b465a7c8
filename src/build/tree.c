// SPDX-License-Identifier: GPL-2.0
/*
 * tree - a kernel's source, prepared to compile single units of it
 *
 * The sources stay as they are; everything that is made goes into a directory
 * beside them (make O=). It is valid when its last file, READY, is there;
 * what an interrupted run left is thrown away. Where all is as the kernel was
 * built, it is filled from the packages (tree_headers.c), else by make; what
 * the packages do not have is made when somebody needs it, and then TOOLS is
 * there.
 *
 * Kconfig asks pahole and rustc for their versions. Neither has a part in
 * compiling C, so the answers come from the configuration instead, and an
 * administrator need not install them.
 */
#include "build/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "base/file.h"
#include "build/kbuild.h"
#include "build/tree_headers.h"

#define READY	"kmend-ready"
#define TOOLS	"kmend-tools"

static struct err *pahole_write(const struct tree *tree, const char *config)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *version = tree_config_get(arena, config,
					      "CONFIG_PAHOLE_VERSION");
	const char *path = arena_printf(arena, "%s/pahole", tree->dir);
	unsigned long number = version ? strtoul(version, NULL, 10) : 0;
	const char *text = arena_printf(arena, "#!/bin/sh\necho v%lu.%lu\n",
					number / 100, number % 100);
	struct err *err = file_write(path, text, strlen(text));

	if (!err && chmod(path, 0755))
		err = err_errno(errno, "cannot chmod '%s'", path);
	return err;
}

static void make_common(const struct tree *tree, const struct argv *targets,
			struct argv *ret)
{
	argv_addf(ret, "CC=%s", tree->cc);
	argv_addf(ret, "PAHOLE=%s/pahole", tree->dir);
	argv_addf(ret, "KERNELRELEASE=%s", tree->kernel->release);
	argv_add(ret, "ARCH=x86", "RUSTC=false", "BINDGEN=false", NULL);
	if (tree->path)
		argv_addf(ret, "PATH=%s", tree->path);
	vec_for_each(&targets->list, target)
		argv_add(ret, *target, NULL);
}

/*
 * Nothing here has BTF made or its IDs resolved: without the option, which no
 * compiler sees from here, make does not build libbpf and resolve_btfids, half
 * of all that there is to prepare.
 */
static struct err *make_prepare(const struct tree *tree, const char *target)
{
	_cleanup_argv_ struct argv argv = {0}, targets = {0};

	argv_addf(&argv, "O=%s", tree->dir);
	argv_add(&targets, target, "CONFIG_DEBUG_INFO_BTF=", NULL);
	make_common(tree, &targets, &argv);
	return kbuild_make(tree->source, &argv, NULL);
}

/*
 * With what is prepared already: -o takes it as made. This is how make calls
 * itself for "make O=", which would not hand on the option.
 */
static struct err *make_run(const struct tree *tree,
			    const struct argv *targets, const char *out,
			    char **ret_log)
{
	_cleanup_argv_ struct argv argv = {0};

	argv_add(&argv, "--no-print-directory", "-f", NULL);
	argv_addf(&argv, "%s/Makefile", tree->source);
	argv_add(&argv, "-o", "prepare", NULL);
	make_common(tree, targets, &argv);
	return kbuild_make_to(tree->dir, &argv, out, ret_log);
}

/* The next line that sets something, or NULL. */
static const char *config_next(char **rest)
{
	char *line;

	while ((line = strsep(rest, "\n")))
		if (!strncmp(line, "CONFIG_", 7))
			return line;
	return NULL;
}

/* A line that only tells which tools are there. */
static bool config_is_tool(const char *line)
{
	static const char *const names[] = {
		"CC_", "GCC_", "GCC1", "CLANG_", "AS_", "LD_", "LLD_", "TOOLS_",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!strncmp(line + strlen("CONFIG_"), names[i],
			     strlen(names[i])))
			return true;
	return false;
}

/* @tools: of other tools they may tell something else. */
static struct err *config_compare(char *want, char *have, bool tools)
{
	const char *w, *h;

	do {
		do
			w = config_next(&want);
		while (w && tools && config_is_tool(w));
		do
			h = config_next(&have);
		while (h && tools && config_is_tool(h));
		if (!w != !h || (w && strcmp(w, h)))
			return err_advise(err_new(ERR_FAILED,
				"the kernel's configuration comes out "
				"different here: %s instead of %s",
				h ? h : "nothing", w ? w : "nothing"),
				"compiler, binutils and source must be those "
				"that the kernel was built with");
	} while (w);
	return NULL;
}

/* Kconfig has to come to the same, or to the same but for the tools. */
static struct err *tree_configure(const struct tree *tree, char *want)
{
	_cleanup_free_ char *path = NULL, *have = NULL;
	struct err *err;

	path = xasprintf("%s/.config", tree->dir);
	err = make_prepare(tree, "olddefconfig");
	if (!err)
		err = file_read(path, &have, NULL);
	return err ? err : config_compare(want, have, tree->other != NULL);
}

static char *tools_path(const struct tree *tree)
{
	return xasprintf("%s/" TOOLS, tree->dir);
}

static struct err *tree_fill(const struct tree *tree)
{
	_cleanup_free_ char *from = NULL, *to = NULL, *config = NULL;
	_cleanup_free_ char *tools = tools_path(tree);
	struct err *err;

	from = xasprintf("%s/.config", tree->kernel->headers);
	to = xasprintf("%s/.config", tree->dir);
	err = file_read(from, &config, NULL);
	if (!err)
		err = file_write(to, config, strlen(config));
	if (!err)
		err = pahole_write(tree, config);
	if (err)
		return err;
	if (tree_headers_fit(tree, config))
		return tree_headers_take(tree);
	err = tree_configure(tree, config);
	if (!err)
		err = make_prepare(tree, "prepare");
	return err ? err : file_write(tools, "", 0);
}

static struct err *tree_prepare(const struct tree *tree, const char *ready)
{
	struct err *err;

	err = dir_remove(tree->dir);
	if (!err)
		err = dir_make(tree->dir);
	if (!err)
		err = tree_fill(tree);
	if (!err)
		err = file_write(ready, "", 0);
	if (err)
		return err_wrap(err, "cannot prepare the source of %s",
				tree->kernel->release);
	return NULL;
}

static struct err *tree_lock(const struct tree *tree, int *ret)
{
	_cleanup_free_ char *path = xasprintf("%s.lock", tree->dir);

	return lock_take_inherited(path, ret);
}

const char *tree_source(struct arena *arena, const struct kernel *kernel)
{
	_cleanup_free_ char *real = realpath(kernel->source, NULL);

	return arena_strdup(arena, real ? real : kernel->source);
}

struct err *tree_open(struct arena *arena, const struct kernel *kernel,
		      bool any, struct tree **ret)
{
	struct tree *tree = arena_new(arena, struct tree);
	_cleanup_lock_ int lock = -1;
	_cleanup_free_ char *ready = NULL;
	struct err *err;

	tree->kernel = kernel;
	tree->source = tree_source(arena, kernel);
	err = tree_compiler(arena, tree, any);
	tree->dir = arena_printf(arena, "%s/tree", kernel->dir);
	if (tree->other)
		tree->dir = arena_printf(arena, "%s-%016llx", tree->dir,
				(unsigned long long)XXH3_64bits(tree->other,
						strlen(tree->other)));
	tree->keep = tree->dir;
	ready = xasprintf("%s/" READY, tree->dir);
	if (!err)
		err = tree_lock(tree, &lock);
	if (!err && !path_exists(ready))
		err = tree_prepare(tree, ready);
	if (err)
		return err;
	*ret = tree;
	return NULL;
}

struct err *tree_open_own(struct arena *arena, const struct kernel *kernel,
			  bool any, const char *keep, struct tree **ret)
{
	struct tree *tree = arena_new(arena, struct tree);
	struct err *err;

	tree->kernel = kernel;
	tree->source = tree_source(arena, kernel);
	tree->dir = kernel->headers;
	tree->keep = keep;
	err = tree_compiler(arena, tree, any);
	if (!err)
		err = dir_make(keep);
	if (!err)
		*ret = tree;
	return err;
}

struct err *tree_make_to(const struct tree *tree, const struct argv *targets,
			 const char *out, char **ret_log)
{
	_cleanup_lock_ int lock = -1;
	struct err *err;

	if (tree->kernel->own)
		return err_new(ERR_FAILED, "in '%s' nothing is made by kmend",
			       tree->dir);
	err = tree_lock(tree, &lock);
	if (err)
		return err;
	return make_run(tree, targets, out, ret_log);
}

struct err *tree_make(const struct tree *tree, const struct argv *targets,
		      char **ret_log)
{
	return tree_make_to(tree, targets, NULL, ret_log);
}

struct err *tree_tools(const struct tree *tree, bool *ret_made)
{
	_cleanup_free_ char *path = tools_path(tree);
	_cleanup_argv_ struct argv targets = {0};
	_cleanup_lock_ int lock = -1;
	struct err *err = tree_lock(tree, &lock);

	if (err)
		return err;
	*ret_made = !path_exists(path);
	if (!*ret_made)
		return NULL;
	/*
	 * Headers stay as they are: others compile with them meanwhile, and
	 * two of them would not say what the distribution's do.
	 */
	argv_add(&targets, "-o", "archheaders", "-o", "asm-generic",
		 "-o", "archscripts", "-o", "include/generated/compile.h",
		 "-o", "include/generated/package.h", "prepare0", NULL);
	err = make_run(tree, &targets, NULL, NULL);
	return err ? err : file_write(path, "", 0);
}
