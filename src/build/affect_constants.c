// SPDX-License-Identifier: GPL-2.0
/*
 * affect_constants - sizes and offsets of C that assembler uses
 *
 * kbuild compiles a few files only to read numbers out of the result, lines
 * with "->" (filechk_offsets of scripts/Makefile.lib, Linux 6.1 and 6.12), and
 * makes a header of them. The header is made already; if a number changes,
 * the change is none for a running kernel.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/process.h"
#include "build/affect.h"
#include "build/kbuild.h"

/* The lines with numbers; @text is cut up. */
static const char *numbers(struct arena *arena, char *text)
{
	const char *out = "";
	char *line;

	while ((line = strsep(&text, "\n")))
		if (strstr(line, "->"))
			out = arena_printf(arena, "%s%s\n", out,
					   strstr(line, "->"));
	return out;
}

static struct err *numbers_read(struct affect *a, const char *command,
				const char *source, const char **ret)
{
	const char *out = arena_printf(a->arena, "%s/constants.s", a->temp);
	_cleanup_argv_ struct argv argv = {0};
	char *messages = NULL, *text = NULL;
	struct process opt = { .cwd = a->tree->dir, .env = kbuild_env,
			       .ret_err = &messages };
	struct err *err;

	argv_add(&argv, "sh", "-c", NULL);
	argv_addf(&argv, "exec %s -S -o '%s' '%s'", command, out, source);
	err = process_run(&argv, &opt);
	if (err)
		err = kbuild_explain(err, messages, 40);
	if (!err)
		err = file_read(out, &text, NULL);
	if (!err)
		*ret = numbers(a->arena, text);
	remove(out);
	free(text);
	free(messages);
	return err;
}

/* "cmd_X.s := gcc ... -S -o X.s X.c" beside what was made of it. */
static struct err *command_read(struct affect *a, const char *path,
				const char **ret)
{
	const char *slash = strrchr(path, '/');
	const char *cmd = arena_printf(a->arena, "%s/%.*s.%.*s.s.cmd",
			a->tree->dir, (int)(slash + 1 - path), path,
			(int)strlen(slash) - 3, slash + 1);
	_cleanup_free_ char *text = NULL;
	char *begin, *end, *deps;
	struct err *err;

	*ret = NULL;
	if (!path_exists(cmd))
		return NULL;
	err = file_read(cmd, &text, NULL);
	if (err)
		return err;
	begin = strstr(text, ":= ");
	end = begin ? strstr(begin, " -S -o ") : NULL;
	deps = end ? strstr(begin, " -Wp,-MMD,") : NULL;
	if (!deps || deps > end)
		return err_new(ERR_FAILED, "'%s': kbuild's command is not "
			       "understood", cmd);
	*end = '\0';
	memset(deps + 1, ' ', strcspn(deps + 1, " "));
	*ret = arena_strdup(a->arena, begin + 3);
	if (a->tree->kernel->own)
		*ret = command_rooted(a->arena, a->tree, *ret);
	return NULL;
}

static struct err *constants_check(struct affect *a, const char *path)
{
	const char *command, *old = NULL, *new = NULL;
	struct err *err = command_read(a, path, &command);

	if (err || !command)
		return err;
	err = overlay_fill(a->overlay, path_dir(a->arena, path));
	if (!err)
		err = numbers_read(a, command, arena_printf(a->arena, "%s/%s",
				   a->tree->source, path), &old);
	if (!err)
		err = numbers_read(a, overlay_command(a->overlay, command),
				   arena_printf(a->arena, "%s/%s",
						a->overlay->dir, path), &new);
	if (err)
		return err;
	if (strcmp(old, new) != 0)
		diag_add(a->diags, DIAG_REFUSE, "KM136", path, NULL, 0,
			 "leave the layout of what it names as it is",
			 "a size or an offset that assembler uses comes out "
			 "different");
	return NULL;
}

struct err *affect_constants(struct affect *affect, uint8_t *keep)
{
	struct err *err = NULL;

	for (const char *const *path = includes_generators; *path; path++) {
		int64_t at = includes_find(&affect->includes, *path);

		if (!err && at >= 0 && keep[at])
			err = constants_check(affect, *path);
		if (at >= 0)
			keep[at] = 0;
	}
	return err;
}
