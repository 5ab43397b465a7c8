// SPDX-License-Identifier: GPL-2.0
/*
 * tree_compiler - the compiler that a kernel's configuration names
 *
 * It is asked who it is: the same name may be another version.
 */
#include <string.h>

#include "base/file.h"
#include "build/kbuild.h"
#include "build/tree.h"

char *tree_config_get(struct arena *arena, const char *config,
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

struct err *tree_compiler(struct arena *arena, struct tree *tree, bool any)
{
	_cleanup_free_ char *path = NULL, *config = NULL;
	const char *text;
	struct err *err;

	path = xasprintf("%s/.config", tree->kernel->headers);
	err = file_read(path, &config, NULL);
	if (err)
		return err;
	text = tree_config_get(arena, config, "CONFIG_CC_VERSION_TEXT");
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
