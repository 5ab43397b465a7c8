// SPDX-License-Identifier: GPL-2.0
/*
 * unidiff_git - what git says of a file in front of its hunks
 *
 * "diff --git a/x b/y" opens a head, and lines like "rename from x" fill it.
 * Files that are new and empty, deleted and empty, renamed as they are, binary,
 * or that only get another mode have nothing but a head: each of them is a file
 * of its own, where patch(1) would see none. In the lines of a head names have
 * no "a/": the first line tells with what.
 */
#include <stdlib.h>
#include <string.h>

#include "build/unidiff.h"

static const char *behind(const char *line, const char *begin)
{
	size_t len = strlen(begin);

	return strncmp(line, begin, len) ? NULL : line + len;
}

static const char *word(struct arena *arena, const char *text)
{
	return arena_printf(arena, "%.*s", (int)strcspn(text, "\t\r"), text);
}

static bool ends(const char *text, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && !memcmp(text + len - n, with, n) &&
	       (len == n || text[len - n - 1] == '/');
}

/* Without its first directory, if it has one. */
static const char *less_one(const char *name)
{
	const char *slash = strchr(name, '/');

	return slash ? slash + 1 : name;
}

/* Both names of "a/x b/y", of which either may have blanks. */
static bool names_split(struct arena *arena, const struct git_head *head,
			const char **ret_old, const char **ret_new)
{
	const char *line = word(arena, head->line);

	for (const char *p = line; (p = strchr(p, ' ')); p++) {
		const char *old = arena_printf(arena, "%.*s", (int)(p - line),
					       line);
		const char *new = p + 1;
		bool fits = head->from && head->to ?
			ends(old, strlen(old), head->from) &&
			ends(new, strlen(new), head->to) :
			!strcmp(old, new) ||
			!strcmp(less_one(old), less_one(new));

		if (!fits)
			continue;
		*ret_old = old;
		*ret_new = new;
		return true;
	}
	return false;
}

bool git_is_of(const struct git_head *head, const char *old, const char *new)
{
	size_t len = head->line ? strlen(head->line) : 0;
	size_t n_old = strlen(old), n_new = strlen(new);

	return (!strcmp(old, "/dev/null") ||
		(len > n_old && !memcmp(head->line, old, n_old) &&
		 head->line[n_old] == ' ')) &&
	       (!strcmp(new, "/dev/null") ||
		(len > n_new && head->line[len - n_new - 1] == ' ' &&
		 !memcmp(head->line + len - n_new, new, n_new)));
}

bool git_finish(struct arena *arena, struct git_head *head,
		struct unidiff_file *ret_file)
{
	struct unidiff_file file = {
		.line = head->number, .is_bare = true,
		.is_new = head->is_new || head->from,
		.is_gone = head->is_gone, .is_binary = head->is_binary,
		.is_rename = head->is_rename,
		.is_mode = head->is_mode && !head->from && !head->is_new &&
			   !head->is_gone && !head->is_binary,
	};
	bool told = file.is_new || file.is_gone || file.is_binary ||
		    file.is_mode;

	if (!head->line || !told ||
	    !names_split(arena, head, &file.old_name, &file.new_name))
		told = false;
	if (told && head->from)
		file.from = file.old_name;
	*head = (struct git_head){0};
	if (told)
		*ret_file = file;
	return told;
}

/* "Binary files a/x and b/x differ", of diff -r. */
static bool binary_line(struct arena *arena, struct git_head *head,
			const char *line, size_t number,
			struct unidiff_file *ret_file)
{
	const char *names = behind(line, "Binary files "), *and, *end;

	if (!names)
		return false;
	if (head->line) {
		head->is_binary = true;
		return false;
	}
	and = strstr(names, " and ");
	end = and ? strstr(and, " differ") : NULL;
	if (!end)
		return false;
	and += strlen(" and ");
	*ret_file = (struct unidiff_file){
		.line = number, .is_bare = true, .is_binary = true,
		.new_name = arena_printf(arena, "%.*s", (int)(end - and), and),
	};
	ret_file->old_name = ret_file->new_name;
	return true;
}

/* A mode of a file, not of a link or of another repository. */
static bool is_file(const char *mode)
{
	return !strncmp(mode, "100", 3);
}

bool git_line(struct arena *arena, struct git_head *head, const char *line,
	      size_t number, struct unidiff_file *ret_file, bool *ret_has)
{
	const char *rest;

	*ret_has = false;
	if ((rest = behind(line, "diff --git "))) {
		*ret_has = git_finish(arena, head, ret_file);
		*head = (struct git_head){
			.line = word(arena, rest), .number = number };
		return true;
	}
	if (behind(line, "Binary files ")) {
		*ret_has = binary_line(arena, head, line, number, ret_file);
		return true;
	}
	if (!head->line)
		return false;
	if ((rest = behind(line, "rename from "))) {
		head->from = word(arena, rest);
		head->is_rename = true;
	} else if ((rest = behind(line, "copy from "))) {
		head->from = word(arena, rest);
	} else if ((rest = behind(line, "rename to ")) ||
		   (rest = behind(line, "copy to "))) {
		head->to = word(arena, rest);
	} else if ((rest = behind(line, "new mode "))) {
		head->is_mode = true;
		head->is_binary |= !is_file(rest);
	} else if ((rest = behind(line, "new file mode "))) {
		head->is_new = true;
		head->is_binary |= !is_file(rest);
	} else if (behind(line, "deleted file mode ")) {
		head->is_gone = true;
	} else if (behind(line, "GIT binary patch")) {
		head->is_binary = true;
	} else {
		return false;
	}
	return true;
}
