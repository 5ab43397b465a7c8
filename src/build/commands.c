// SPDX-License-Identifier: GPL-2.0
/*
 * commands - every unit that the kernel builds, and how
 *
 * Which files a kernel is made of is written down in a thousand Makefiles;
 * only make reads them right. "make -n" walks all of them and says what it
 * would do. That takes ten seconds, so the compilers' commands are kept, one
 * a line: target, source, command. Sources and configuration of a tree do not
 * change, and its directory goes when the kernel's package changes.
 */
#include "build/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/process.h"
#include "base/progress.h"
#include "build/kbuild.h"

#define CACHE	"kmend-commands-3"

/* With other flags than before nothing counts as made already. */
#define FORCE	"-DKMEND_FORCE"

static const char *span(const char *p, const char *end, char stop)
{
	const char *hit = memchr(p, stop, (size_t)(end - p));

	return hit ? hit : end;
}

static const char *find(const char *p, const char *end, const char *text)
{
	return memmem(p, (size_t)(end - p), text, strlen(text));
}

/*
 * One line of make -n: "set -e; ... gcc-12 -Wp,-MMD,X.o.d ... -c -o X.o X.c
 * ; objtool ...". kbuild repeats the command in quotes, for its own records;
 * the first one is what the shell is to run.
 */
static void line_parse(struct arena *arena, const char *line, const char *end,
		       struct commands *ret)
{
	const char *deps = find(line, end, " -Wp,-MMD,"), *begin = deps;
	const char *out = deps ? find(deps, end, " -c -o ") : NULL;
	const char *target, *source;
	struct command command;
	char *force, *text;

	if (!out)
		return;
	while (begin > line && begin[-1] != ' ')
		begin--;
	target = out + strlen(" -c -o ");
	source = span(target, end, ' ');
	if (source == end)
		return;
	command.target = arena_printf(arena, "%.*s", (int)(source - target),
				      target);
	source++;
	command.source = arena_printf(arena, "%.*s",
				      (int)(span(source, end, ' ') - source),
				      source);
	/* without the list of dependencies that kbuild asks for */
	text = arena_printf(arena, "%.*s%.*s", (int)(deps - begin),
		begin, (int)(out - span(deps + 1, end, ' ')),
		span(deps + 1, end, ' '));
	command.text = text;
	force = strstr(text, " " FORCE);
	if (force)
		memset(force, ' ', strlen(" " FORCE));
	if (map_has(&ret->by_target, command.target))
		return;
	map_put(&ret->by_target, command.target, "");
	vec_push(&ret->list, command);
}

void commands_parse(struct arena *arena, const char *text, const char *end,
		    struct commands *ret)
{
	while (text < end) {
		const char *eol = span(text, end, '\n');

		line_parse(arena, text, eol, ret);
		text = eol + 1;
	}
}

/*
 * Nothing is made, so there is nothing to link in the end; that failure is
 * the only one that we want to see.
 */
static bool log_is_good(const char *log)
{
	for (const char *line = log; line; line = strchr(line, '\n')) {
		const char *end, *stop;

		line += *line == '\n';
		end = line + strcspn(line, "\n");
		stop = find(line, end, "*** ");
		if (stop && !find(stop, end, "] Error ") &&
		    !find(stop, end, "'vmlinux.a'") &&
		    !find(stop, end, "'vmlinux.o'"))
			return false;
	}
	return log && *log;
}

/* Certificates that only the distribution has are no part of any unit. */
static struct err *make_ask(const struct tree *tree, const char *out)
{
	_cleanup_argv_ struct argv targets = {0};
	char *log = NULL;
	struct err *err;

	argv_add(&targets, "-k", "-n", "CONFIG_SYSTEM_TRUSTED_KEYS=",
		 "CONFIG_MODULE_SIG_KEY=certs/signing_key.pem",
		 "KCFLAGS=" FORCE, "KAFLAGS=" FORCE, "vmlinux", "modules",
		 NULL);
	err = tree_make_to(tree, &targets, out, &log);
	if (err && log && !interrupt_signal() && log_is_good(log)) {
		err_destroy(err);
		err = NULL;
	}
	free(log);
	return err ? err_wrap(err, "cannot ask make what this kernel is "
			      "built of") : NULL;
}

static char *cache_path(const struct tree *tree)
{
	return xasprintf("%s/" CACHE, tree->keep);
}

static struct err *cache_write(const struct tree *tree,
			       const struct commands *commands)
{
	_cleanup_free_ char *path = cache_path(tree), *text = NULL;
	size_t size = 0, at = 0;

	vec_for_each(&commands->list, c)
		size += strlen(c->target) + strlen(c->source) +
			strlen(c->text) + 3;
	text = xmalloc(size + 1);
	vec_for_each(&commands->list, c) {
		at = (size_t)(stpcpy(text + at, c->target) - text);
		text[at++] = '\t';
		at = (size_t)(stpcpy(text + at, c->source) - text);
		text[at++] = '\t';
		at = (size_t)(stpcpy(text + at, c->text) - text);
		text[at++] = '\n';
	}
	return file_write(path, text, at);
}

bool commands_cached(const struct tree *tree)
{
	_cleanup_free_ char *path = cache_path(tree);

	return path_exists(path);
}

/* What make says it would run; @out is for it to say that in. */
static struct err *commands_walk(struct arena *arena, const struct tree *tree,
				 const char *out, struct commands *ret)
{
	const uint8_t *map;
	bool made;
	size_t size;
	struct err *err = tree_tools(tree, &made);

	if (!err)
		err = make_ask(tree, out);
	if (!err)
		err = file_map(out, &map, &size);
	if (!err) {
		commands_parse(arena, (const char *)map,
			       (const char *)map + size, ret);
		file_unmap(map, size);
	}
	remove(out);
	return err;
}

/* What make says goes through one file: another build waits for ours. */
static struct err *commands_ask(const struct tree *tree)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	_cleanup_free_ char *out = xasprintf("%s/kmend-walk", tree->keep);
	_cleanup_free_ char *locked = xasprintf("%s.lock", out);
	_cleanup_lock_ int lock = -1;
	struct commands commands = {0};
	struct err *err;

	err = lock_take_inherited(locked, &lock);
	if (err || commands_cached(tree))
		return err;
	err = tree->kernel->own ? commands_own(arena, tree, &commands) :
	      commands_walk(arena, tree, out, &commands);
	if (!err && !commands.list.n)
		err = err_new(ERR_FAILED, "make builds nothing");
	if (!err)
		err = cache_write(tree, &commands);
	commands_deinit(&commands);
	return err;
}

static struct err *cache_read(const char *path, struct commands *ret)
{
	struct err *err = file_read(path, &ret->strings, NULL);
	char *line, *end = ret->strings;

	if (err)
		return err;
	while ((line = strsep(&end, "\n")) && *line) {
		struct command c = { .target = strsep(&line, "\t") };

		c.source = strsep(&line, "\t");
		c.text = line;
		if (!c.text)
			return err_new(ERR_FAILED, "'%s' is damaged", path);
		vec_push(&ret->list, c);
	}
	vec_for_each(&ret->list, c)
		map_put(&ret->by_target, c->target, c);
	return NULL;
}

struct err *commands_open(const struct tree *tree, struct commands *ret)
{
	_cleanup_free_ char *path = cache_path(tree);
	struct commands commands = {0};
	struct err *err = NULL;

	if (!path_exists(path)) {
		progress_begin("units", "asking make what %s is built of",
			       tree->kernel->release);
		err = commands_ask(tree);
	}
	if (!err)
		err = cache_read(path, &commands);
	if (err) {
		commands_deinit(&commands);
		return err;
	}
	*ret = commands;
	return NULL;
}

void commands_deinit(struct commands *commands)
{
	vec_deinit(&commands->list);
	map_deinit(&commands->by_target);
	free(commands->strings);
}

const struct command *commands_find(const struct commands *commands,
				    const char *path)
{
	size_t len = strlen(path);
	const struct command *command;
	_cleanup_free_ char *target = NULL;

	if (len < 3 || path[len - 2] != '.')
		return NULL;
	target = xasprintf("%.*s.o", (int)len - 2, path);
	command = map_find(&commands->by_target, target);
	if (!command)
		return NULL;
	/* "foo.h" is no source of "foo.o", nor "foo.S" where "foo.c" is */
	return strcmp(command->source + strlen(command->source) - 2,
		      path + len - 2) ? NULL : command;
}

const char *command_path(const struct tree *tree, const char *path,
			 bool *ret_made)
{
	size_t len = strlen(tree->source);
	bool made = strncmp(path, tree->source, len) || path[len] != '/';

	if (!made)
		path += len + 1;
	while (!strncmp(path, "./", 2))
		path += 2;
	if (ret_made)
		*ret_made = made;
	return path;
}

const char *command_dir(struct arena *arena, const struct tree *tree,
			const char *text)
{
	const char *dir = arena_printf(arena, "%.*s", (int)strcspn(text, " "),
				       text);

	return path_clean(arena, command_path(tree, dir, NULL));
}

const char *path_dir(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_printf(arena, "%.*s", (int)(slash - path), path) :
	       "";
}

const char *path_clean(struct arena *arena, const char *path)
{
	char *out = arena_alloc(arena, strlen(path) + 2);
	size_t root = *path == '/', n = root, last, len;

	memcpy(out, path, root);
	for (; *path; path += len + (path[len] == '/')) {
		len = strcspn(path, "/");
		if (!len || (len == 1 && *path == '.'))
			continue;
		for (last = n; last > root && (last == n ||
					       out[last - 1] != '/'); last--)
			;
		if (len == 2 && !memcmp(path, "..", 2) && n > root &&
		    strncmp(out + last, "../", 3)) {
			n = last;
			continue;
		}
		memcpy(out + n, path, len);
		n += len;
		out[n++] = '/';
	}
	out[n > root ? n - 1 : n] = '\0';
	return out;
}
