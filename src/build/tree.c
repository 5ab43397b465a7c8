// SPDX-License-Identifier: GPL-2.0
/*
 * tree - a kernel's source, prepared to compile single units of it
 *
 * The sources stay as they are; everything that is made goes into a directory
 * beside them (make O=). It is valid when its last file, READY, is there;
 * what an interrupted run left is thrown away.
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

#define READY	"kmend-ready"

/* The value of a line "KEY=value" or KEY="value"; NULL if there is none. */
static char *config_get(struct arena *arena, const char *config,
			const char *key)
{
	size_t len = strlen(key);
	const char *line = config;
	char *value;

	while (line) {
		line += *line == '\n';
		if (!strncmp(line, key, len) && line[len] == '=') {
			line += len + 1;
			value = arena_printf(arena, "%.*s",
					     (int)strcspn(line, "\n"), line);
			if (*value != '"')
				return value;
			value[strlen(value) - 1] = '\0';
			return value + 1;
		}
		line = strchr(line, '\n');
	}
	return NULL;
}

/* "x86_64-linux-gnu-gcc-12 (Debian 12.2.0-14) 12.2.0" is of gcc-12. */
static struct err *compiler_advise(struct err *err, const char *cc,
				   const char *text)
{
	static const char debian[] = "(Debian ";
	const char *name = strstr(cc, "gcc-"), *version = strstr(text, debian);

	if (!name || !version)
		return err_advise(err, "nothing else makes the same code");
	version += strlen(debian);
	return err_advise(err, "install the Debian package %s in version %.*s",
			  name, (int)strcspn(version, ")"), version);
}

/* The line that the compiler calls itself by. */
static struct err *compiler_ask(struct arena *arena, const char *cc,
				const char **ret)
{
	_cleanup_argv_ struct argv argv = {0};
	char *out = NULL, *messages = NULL;
	struct process opt = { .ret_out = &out, .ret_err = &messages,
			       .env = kbuild_env };
	struct err *err;

	argv_add(&argv, cc, "--version", NULL);
	err = process_run(&argv, &opt);
	if (!err)
		*ret = arena_printf(arena, "%.*s", (int)strcspn(out, "\n"),
				    out);
	free(messages);
	free(out);
	return err;
}

/*
 * Is the compiler here the one in @text, "gcc-12 (Debian 12.2.0-14) 12.2.0"?
 * If it need not be, the one of that name will do, or "gcc".
 */
static struct err *compiler_find(struct arena *arena, struct tree *tree,
				 const char *text, bool any)
{
	const char *here = NULL;
	struct err *err = compiler_ask(arena, tree->cc, &here);

	if (err && any) {
		err_destroy(err);
		tree->cc = "gcc";
		err = compiler_ask(arena, tree->cc, &here);
	}
	if (!err && strcmp(here, text) != 0) {
		tree->other = arena_printf(arena, "the kernel was compiled "
					   "with %s, here is %s", text, here);
		if (!any)
			err = err_new(ERR_FAILED, "%s", tree->other);
	}
	return err ? compiler_advise(err, tree->cc, text) : NULL;
}

static struct err *tree_compiler(struct arena *arena, struct tree *tree,
				 bool any)
{
	_cleanup_free_ char *path = NULL, *config = NULL;
	const char *text;
	struct err *err;

	path = xasprintf("%s/.config", tree->kernel->headers);
	err = file_read(path, &config, NULL);
	if (err)
		return err;
	text = config_get(arena, config, "CONFIG_CC_VERSION_TEXT");
	if (!text || !*text || *text == ' ')
		return err_new(ERR_FAILED, "'%s' does not name a compiler",
			       path);
	tree->cc = tree->kernel->own_cc ? tree->kernel->own_cc :
		   arena_printf(arena, "%.*s", (int)strcspn(text, " "), text);
	return compiler_find(arena, tree, text, any);
}

struct err *tree_check_compiler(struct arena *arena,
				const struct kernel *kernel, bool any,
				const char **ret_cc, const char **ret_other)
{
	struct tree tree = { .kernel = kernel };
	struct err *err = tree_compiler(arena, &tree, any);

	*ret_cc = tree.cc;
	*ret_other = tree.other;
	return err;
}

static struct err *pahole_write(const struct tree *tree, const char *config)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *version = config_get(arena, config,
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

static struct err *make_run(const struct tree *tree,
			    const struct argv *targets, const char *out,
			    char **ret_log)
{
	_cleanup_argv_ struct argv argv = {0};

	argv_addf(&argv, "O=%s", tree->dir);
	argv_addf(&argv, "CC=%s", tree->cc);
	argv_addf(&argv, "PAHOLE=%s/pahole", tree->dir);
	argv_addf(&argv, "KERNELRELEASE=%s", tree->kernel->release);
	argv_add(&argv, "ARCH=x86", "RUSTC=false", "BINDGEN=false", NULL);
	if (tree->path)
		argv_addf(&argv, "PATH=%s", tree->path);
	vec_for_each(&targets->list, target)
		argv_add(&argv, *target, NULL);
	return kbuild_make_to(tree->source, &argv, out, ret_log);
}

/*
 * Nothing here has BTF made or its IDs resolved: without the option, which no
 * compiler sees from here, make does not build libbpf and resolve_btfids, half
 * of all that there is to prepare.
 */
static struct err *make_target(const struct tree *tree, const char *target)
{
	_cleanup_argv_ struct argv argv = {0};

	argv_add(&argv, target, "CONFIG_DEBUG_INFO_BTF=", NULL);
	return make_run(tree, &argv, NULL, NULL);
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

static struct err *tree_configure(const struct tree *tree)
{
	_cleanup_free_ char *from = NULL, *to = NULL;
	_cleanup_free_ char *want = NULL, *have = NULL;
	struct err *err;

	from = xasprintf("%s/.config", tree->kernel->headers);
	to = xasprintf("%s/.config", tree->dir);
	err = file_read(from, &want, NULL);
	if (!err)
		err = file_write(to, want, strlen(want));
	if (!err)
		err = pahole_write(tree, want);
	if (!err)
		err = make_target(tree, "olddefconfig");
	if (!err)
		err = file_read(to, &have, NULL);
	return err ? err : config_compare(want, have, tree->other != NULL);
}

static struct err *tree_prepare(const struct tree *tree, const char *ready)
{
	struct err *err;

	err = dir_remove(tree->dir);
	if (!err)
		err = dir_make(tree->dir);
	if (!err)
		err = tree_configure(tree);
	if (!err)
		err = make_target(tree, "prepare");
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
