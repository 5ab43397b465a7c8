// SPDX-License-Identifier: GPL-2.0
/*
 * foreign_read - did the compiler read a file of elsewhere?
 *
 * Names are judged as they are, without following links: those of the source
 * are its owner's, and a diff makes none. A directory of elsewhere that the
 * unit's command has an option for (-isystem, -I, -include) is the owner's,
 * too.
 */
#include "build/foreign_read.h"

#include <ctype.h>
#include <string.h>

#include "base/file.h"
#include "build/commands.h"

static bool is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return !strncmp(path, dir, len) && (path[len] == '/' || !path[len]);
}

/* Does the command name it, as a word or behind an option? */
static bool is_in_command(const char *command, const char *path)
{
	size_t len = strlen(path);

	for (const char *p = command; (p = strstr(p, path)); p++) {
		size_t n = len + (p[len] == '/');

		if (p > command && strchr(" I='", p[-1]) &&
		    (!p[n] || strchr(" '", p[n])))
			return true;
	}
	return false;
}

static bool is_foreign(struct arena *arena, const char *name,
		       const struct foreign_roots *roots)
{
	const char *path = path_clean(arena, *name == '/' ? name :
				      arena_printf(arena, "%s/%s", roots->cwd,
						   name));

	if (is_below(path, path_clean(arena, roots->cwd)))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(roots->dirs) && roots->dirs[i]; i++)
		if (is_below(path, path_clean(arena, roots->dirs[i])))
			return false;
	/* "/" alone is no directory that one names */
	for (; strlen(path) > 1; path = path_dir(arena, path))
		if (is_in_command(roots->command, path))
			return false;
	return true;
}

/* The next word of a list for make, unescaped; NULL at its end. */
static const char *word_next(struct arena *arena, const char **p)
{
	char *word, *to;

	while (isspace((unsigned char)**p) || (**p == '\\' && (*p)[1] == '\n'))
		(*p)++;
	if (!**p)
		return NULL;
	word = to = arena_strdup(arena, *p);
	while (**p && !isspace((unsigned char)**p)) {
		if (**p == '\\' && (*p)[1] == '\n')
			break;
		*p += (**p == '\\' && ((*p)[1] == ' ' || (*p)[1] == '#')) ||
		      (**p == '$' && (*p)[1] == '$');
		*to++ = *(*p)++;
	}
	*to = '\0';
	return word;
}

const char *foreign_in_deps(struct arena *arena, const char *text,
			    const struct foreign_roots *roots)
{
	const char *p = strstr(text, ": "), *word;

	if (!p)
		return NULL;
	for (p++; (word = word_next(arena, &p));)
		if (is_foreign(arena, word, roots))
			return word;
	return NULL;
}

/* "In file included from X:1," and "X:1:2: error: ..." begin with names. */
static const char *name_of(struct arena *arena, const char *line)
{
	static const char from[] = "In file included from ";
	size_t len;

	if (!strncmp(line, from, strlen(from)))
		line += strlen(from);
	line += strspn(line, " ");
	if (!strncmp(line, "from ", 5))
		line += 5;
	len = strcspn(line, ":");
	if (!line[len] || !isdigit((unsigned char)line[len + 1]) ||
	    memchr(line, ' ', len))
		return NULL;
	return arena_printf(arena, "%.*s", (int)len, line);
}

const char *foreign_in_messages(struct arena *arena, const char *text,
				const struct foreign_roots *roots)
{
	char *rest = arena_strdup(arena, text);
	const char *line, *name;

	while ((line = strsep(&rest, "\n"))) {
		name = name_of(arena, line);
		if (name && is_foreign(arena, name, roots))
			return name;
	}
	return NULL;
}
