// SPDX-License-Identifier: GPL-2.0
#include "build/makefile.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

#define BLANKS " \t\r"

static bool ends(const char *text, const char *with)
{
	size_t len = strlen(text), n = strlen(with);

	return len > n && !strcmp(text + len - n, with);
}

static bool is_operator(const char *word)
{
	return !strcmp(word, "+=") || !strcmp(word, ":=") ||
	       !strcmp(word, "=");
}

bool makefile_is_list(const char *name)
{
	static const char *const others[] = {
		"ccflags", "asflags", "ldflags", "cflags", "flags", "extra",
		"always", "hostprogs", "userprogs", "subdir", "targets",
		"clean",
	};
	const char *dash = strrchr(name, '-');

	if (!dash || dash == name)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		size_t n = strlen(others[i]);

		if ((size_t)(dash - name) >= n &&
		    !strncmp(dash - n, others[i], n))
			return false;
	}
	return !strcmp(dash, "-y") || !strcmp(dash, "-m") ||
	       !strcmp(dash, "-objs") || !strncmp(dash, "-$(CONFIG_", 10);
}

/* "CFLAGS_a.o", "CFLAGS_$(DIR)/sub/a.o", "$(obj)/a.o", "$(obj)/%.o" */
static bool is_for(const char *left, size_t len, const char *object)
{
	const char *slash = strrchr(object, '/');
	const char *name = slash ? slash + 1 : object;
	size_t n = strlen(name);

	while (len && strchr(BLANKS, left[len - 1]))
		len--;
	if (memmem(left, len, "%.o", 3))
		return true;
	return len > n && !memcmp(left + len - n, name, n) &&
	       strchr("_/", left[len - n - 1]);
}

bool makefile_has_flags(const char *text, const char *object)
{
	_cleanup_free_ char *own = xasprintf("_%s", object);

	if (strstr(text, own))
		return true;
	while (*text) {
		size_t len = strcspn(text, "\n"), left = strcspn(text, "\n:=");

		if (left < len && text[0] != '#' &&
		    is_for(text, left && text[left - 1] == '+' ? left - 1 :
			   left, object))
			return true;
		text += len;
		text += *text == '\n';
	}
	return false;
}

/* Is the word an object whose file comes or goes with the diffs? */
static bool is_ours(const struct unidiff_file *file, const char *object,
		    const struct changes *changes, bool added)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	const char *slash = strrchr(file->path, '/');
	const char *path;

	if (!ends(object, ".o"))
		return false;
	path = arena_printf(arena, "%.*s%.*sc",
			    slash ? (int)(slash + 1 - file->path) : 0,
			    file->path, (int)strlen(object) - 1, object);
	vec_for_each(&changes->list, c)
		if (!strcmp(c->path, path))
			return added ? c->is_new : c->is_gone;
	return false;
}

/* What all lines together add (> 0) or take away, word by word. */
static void words_count(struct arena *arena, const struct unidiff_file *file,
			struct map *ret)
{
	vec_for_each(&file->changes, line) {
		char *rest = arena_strdup(arena, line->text), *word;

		rest[strcspn(rest, "#")] = '\0';
		while ((word = strsep(&rest, BLANKS)))
			if (*word)
				map_put(ret, word, (void *)
					((intptr_t)map_find(ret, word) +
					 (line->sign == '+' ? 1 : -1)));
	}
}

/*
 * A word that as many lines add as take away has not changed. Where the name
 * of a list comes or goes, all that stands in that line must be ours.
 */
static bool line_is_good(struct arena *arena, const struct unidiff_file *file,
			 const struct unidiff_line *line,
			 const struct changes *changes,
			 const struct map *count)
{
	char *rest = arena_strdup(arena, line->text), *word;
	bool list = false, others = false;

	rest[strcspn(rest, "#")] = '\0';
	while ((word = strsep(&rest, BLANKS))) {
		intptr_t n = (intptr_t)map_find(count, word);

		if (!*word || !strcmp(word, "\\"))
			continue;
		if (makefile_is_list(word))
			list |= n != 0;
		else if (is_operator(word) && (!n || !strcmp(word, "+=")))
			continue;
		else if (n && !is_ours(file, word, changes, n > 0))
			return false;
		else
			others |= !n;
	}
	return !list || !others;
}

void makefile_judge(const struct unidiff_file *file,
		    const struct changes *changes, struct diags *diags)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct map count = {0};

	words_count(arena, file, &count);
	vec_for_each(&file->changes, line)
		if (!line_is_good(arena, file, line, changes, &count))
			diag_add(diags, DIAG_REFUSE, "KM132", file->path, NULL,
				 0, "leave it out of the diff; only new and "
				 "deleted files may change a Makefile",
				 "line %zu changes how the kernel is built: "
				 "%s", line->line, line->text);
	map_deinit(&count);
}

/* One logical line, without its comment. */
static void line_read(struct arena *arena, char *line, struct makefile *ret)
{
	struct makefile_list list = {0};
	char *word;

	line[strcspn(line, "#")] = '\0';
	while ((word = strsep(&line, BLANKS "\n"))) {
		if (!*word || !strcmp(word, "\\") || is_operator(word))
			continue;
		if (!list.name) {
			/* "foo-y:= bar.o" */
			word[strcspn(word, "+:=")] = '\0';
			list.name = arena_strdup(arena, word);
			if (!makefile_is_list(list.name))
				return;
		} else {
			vec_push(&list.objects, arena_strdup(arena, word));
		}
	}
	if (list.name)
		vec_push(&ret->lists, list);
}

void makefile_read(struct arena *arena, const char *text,
		   struct makefile *ret)
{
	char *line = arena_strdup(arena, text), *end;

	*ret = (struct makefile){0};
	while (line && *line) {
		end = strchr(line, '\n');
		while (end && end > line && end[-1] == '\\')
			end = strchr(end + 1, '\n');
		if (end)
			*end++ = '\0';
		line_read(arena, line, ret);
		line = end;
	}
}

const struct makefile_list *makefile_find(const struct makefile *makefile,
					  const char *object)
{
	vec_for_each(&makefile->lists, list)
		vec_for_each(&list->objects, o)
			if (!strcmp(*o, object))
				return list;
	return NULL;
}

void makefile_deinit(struct makefile *makefile)
{
	vec_for_each(&makefile->lists, list)
		vec_deinit(&list->objects);
	vec_deinit(&makefile->lists);
}
