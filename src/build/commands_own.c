// SPDX-License-Identifier: GPL-2.0
/*
 * commands_own - how the units of a kernel of one's own were compiled
 *
 * kbuild has left each command in a file beside the object. They are what the
 * kernel was made with, to the letter, and reading them neither writes to the
 * build nor wants a clean source, as another make would.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "build/commands.h"

/* Where kbuild's relative paths lead to the source: "", "../" or nowhere. */
static const char *prefix_of(struct arena *arena, const struct tree *tree)
{
	if (!strcmp(tree->dir, tree->source))
		return "";
	return strcmp(path_dir(arena, tree->dir), tree->source) ? NULL : "../";
}

/* "./include" is SOURCE/include; "./" alone, of __FILE__, is SOURCE/. */
static const char *path_rooted(struct arena *arena, const struct tree *tree,
			       const char *prefix, const char *path)
{
	size_t len = strlen(prefix);

	if (*path == '/' || strncmp(path, prefix, len))
		return path;
	path += len;
	if (!strncmp(path, "./", 2))
		path += 2;
	return arena_printf(arena, "%s/%s", tree->source,
			    strcmp(path, ".") ? path : "");
}

const char *command_rooted(struct arena *arena, const struct tree *tree,
			   const char *command)
{
	static const char *const options[] = {
		"-I", "-include", "-isystem", "-iquote", "-idirafter",
		"-fmacro-prefix-map=",
	};
	const char *prefix = prefix_of(arena, tree), *out = "", *p = command;

	if (!prefix)
		return command;
	while ((p = strchr(p, ' '))) {
		const char *option = NULL, *path;
		size_t n;

		p++;
		for (size_t i = 0; i < ARRAY_LEN(options); i++)
			if (!strncmp(p, options[i], strlen(options[i])))
				option = options[i];
		if (!option)
			continue;
		/* of "-include" and "-I" the longer one is meant */
		p += strlen(option);
		p += strspn(p, " ");
		n = strcspn(p, " =");
		path = arena_printf(arena, "%.*s", (int)n, p);
		out = arena_printf(arena, "%s%.*s%s", out, (int)(p - command),
				   command, path_rooted(arena, tree, prefix,
							path));
		p += n;
		command = p;
	}
	return arena_printf(arena, "%s%s", out, command);
}

/* The first line, as make understands it. */
static char *line_unquote(char *text)
{
	static const char pound[] = "$(pound)";
	char *to = text;

	text[strcspn(text, "\n")] = '\0';
	for (const char *from = text; *from; from++) {
		if (!strncmp(from, pound, strlen(pound))) {
			*to++ = '#';
			from += strlen(pound) - 1;
			continue;
		}
		*to++ = *from;
		from += !strncmp(from, "$$", 2);
	}
	*to = '\0';
	return text;
}

/* Another compiler, if one is taken, is called by its name. */
static const char *command_complete(struct arena *arena,
				    const struct tree *tree, const char *text)
{
	text = command_rooted(arena, tree, text);
	if (!tree->other)
		return text;
	return arena_printf(arena, "%s%s", tree->cc, strstr(text, " -"));
}

static struct err *file_parse(struct arena *arena, const struct tree *tree,
			      const char *path, struct commands *ret)
{
	_cleanup_free_ char *text = NULL;
	size_t n = ret->list.n;
	struct err *err = file_read(path, &text, NULL);
	const char *prefix;
	struct command *c;

	if (err)
		return err;
	line_unquote(text);
	commands_parse(arena, text, text + strlen(text), ret);
	if (ret->list.n == n)
		return NULL;
	c = &ret->list.v[n];
	c->text = command_complete(arena, tree, c->text);
	prefix = prefix_of(arena, tree);
	if (prefix)
		c->source = path_rooted(arena, tree, prefix, c->source);
	return NULL;
}

/* Programs of the build are no part of the kernel. */
static bool is_outside(const char *path)
{
	static const char *const dirs[] = {
		"scripts", "tools", "usr", "samples", "Documentation",
	};

	for (size_t i = 0; i < ARRAY_LEN(dirs); i++)
		if (!strcmp(path, dirs[i]))
			return true;
	return false;
}

static bool is_record(const char *name)
{
	size_t len = strlen(name);

	return *name == '.' && len > 7 && !strcmp(name + len - 6, ".o.cmd") &&
	       !strstr(name, ".mod.o.cmd");
}

/* @path is "" or a directory below @tree->dir. */
static struct err *dir_walk(struct arena *arena, const struct tree *tree,
			    const char *path, struct commands *ret)
{
	const char *dir = arena_printf(arena, "%s/%s", tree->dir, path);
	struct dirent **entries;
	struct err *err = interrupt_check();
	int n = err ? -1 : scandir(dir, &entries, NULL, alphasort);

	if (n < 0)
		return err ? err : err_errno(errno, "cannot read '%s'", dir);
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		const char *sub = arena_printf(arena, "%s%s%s", path,
					       *path ? "/" : "", name);

		if (!err && is_record(name))
			err = file_parse(arena, tree, arena_printf(arena,
					 "%s/%s", tree->dir, sub), ret);
		else if (!err && entries[i]->d_type == DT_DIR &&
			 *name != '.' && !is_outside(sub))
			err = dir_walk(arena, tree, sub, ret);
		free(entries[i]);
	}
	free(entries);
	return err;
}

struct err *commands_own(struct arena *arena, const struct tree *tree,
			 struct commands *ret)
{
	return dir_walk(arena, tree, "", ret);
}

struct err *command_own(struct arena *arena, const struct tree *tree,
			const char *target, const char **ret)
{
	const char *dir = path_dir(arena, target);
	const char *name = target + strlen(dir) + (*dir != '\0');
	const char *path = arena_printf(arena, "%s/%s/.%s.cmd", tree->dir, dir,
					name);
	struct commands commands = {0};
	struct err *err = NULL;

	*ret = NULL;
	if (path_exists(path))
		err = file_parse(arena, tree, path, &commands);
	if (!err && commands.list.n)
		*ret = commands.list.v[0].text;
	commands_deinit(&commands);
	return err;
}
