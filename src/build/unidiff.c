// SPDX-License-Identifier: GPL-2.0
/*
 * unidiff - what a source diff touches
 *
 * Lines of hunks are counted, so that a removed line that begins with "-- "
 * is not taken for a header. What is not understood is an error with its
 * line: a diff that is applied only in part would be a different fix.
 */
#include "build/unidiff.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

struct reader {
	struct arena *arena;
	struct unidiff *diff;
	char *rest;
	size_t line;		/* number of the line that was read last */
	const char *old;	/* of the "---" line that came last, or NULL */
};

static char *line_next(struct reader *r)
{
	char *line = NULL;

	if (r->rest && *r->rest) {
		line = strsep(&r->rest, "\n");
		r->line++;
	}
	return line;
}

static struct err *bad(const struct reader *r, const char *what)
{
	return err_new(ERR_FAILED, "'%s', line %zu: %s", r->diff->path,
		       r->line, what);
}

static bool name_leaves(const char *name)
{
	for (const char *part = name; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (!strncmp(part, "../", 3) || !strcmp(part, ".."))
			return true;
	}
	return false;
}

/* The name behind "--- " or "+++ ", up to a tab; "/dev/null" stays. */
static struct err *name_read(struct reader *r, const char *text,
			     const char **ret)
{
	size_t len = strcspn(text, "\t\r");
	const char *part;
	char *name;

	while (len && text[len - 1] == ' ')
		len--;
	name = arena_printf(r->arena, "%.*s", (int)len, text);
	if (!strcmp(name, "/dev/null")) {
		*ret = name;
		return NULL;
	}
	if (*name == '"')
		return bad(r, "file names in quotes are not understood");
	part = name;
	for (unsigned int i = 0; part && i < r->diff->strip; i++) {
		part = *part == '/' ? NULL : strchr(part, '/');
		part = part ? part + 1 : NULL;
	}
	if (!part || !*part || *part == '/')
		return bad(r, "the name has no leading directory to strip "
			   "(the diff must be one for patch -p1)");
	if (name_leaves(part))
		return bad(r, "the name leads out of the source tree");
	*ret = part;
	return NULL;
}

/* "12,3" or "12", which means 1 line. */
static bool range_read(const char **p, size_t *ret_begin, size_t *ret)
{
	char *end;

	if (!isdigit((unsigned char)**p))
		return false;
	*ret_begin = strtoul(*p, &end, 10);
	*ret = 1;
	if (*end == ',') {
		if (!isdigit((unsigned char)end[1]))
			return false;
		*ret = strtoul(end + 1, &end, 10);
	}
	*p = end;
	return true;
}

struct hunk {
	size_t old, new;		/* lines to come */
	size_t old_line, new_line;	/* numbers of the next ones */
};

/* One line of a hunk. */
static bool hunk_line(struct hunk *h, const char *line)
{
	switch (*line) {
	case '\\':		/* "\ No newline at end of file" */
		return true;
	case '-':
		h->old_line++;
		return h->old-- > 0;
	case '+':
		h->new_line++;
		return h->new-- > 0;
	case '\0':		/* mail programs strip the blank */
	case '\r':
	case ' ':
		h->old_line++;
		h->new_line++;
		return h->old-- > 0 && h->new-- > 0;
	}
	return false;
}

static void hunk_note(struct reader *r, const struct hunk *h,
		      const char *line)
{
	struct unidiff_file *f = &r->diff->files.v[r->diff->files.n - 1];

	if (*line == '+' || *line == '-')
		vec_push(&f->changes, ((struct unidiff_line){
			.sign = *line,
			.line = *line == '+' ? h->new_line : h->old_line,
			.text = arena_strdup(r->arena, line + 1) }));
}

static struct err *hunk_read(struct reader *r, const char *line)
{
	const char *p = line + strlen("@@ -");
	struct hunk h;

	if (!range_read(&p, &h.old_line, &h.old) || strncmp(p, " +", 2))
		return bad(r, "the head of a hunk is damaged");
	p += 2;
	if (!range_read(&p, &h.new_line, &h.new) || strncmp(p, " @@", 3))
		return bad(r, "the head of a hunk is damaged");
	while (h.old || h.new) {
		line = line_next(r);
		if (!line)
			return bad(r, "the diff ends in the middle of a hunk");
		hunk_note(r, &h, line);
		if (!hunk_line(&h, line))
			return bad(r, "not what the head of the hunk promises");
	}
	/* patch(1) would take the rest for remarks, and leave it out */
	if (r->rest && (*r->rest == '+' || *r->rest == '-') &&
	    strncmp(r->rest, "--- ", 4) && strncmp(r->rest, "-- ", 3))
		return bad(r, "the hunk is longer than its head says");
	r->diff->files.v[r->diff->files.n - 1].n_hunks++;
	return NULL;
}

static struct err *file_begin(struct reader *r, const char *text)
{
	struct unidiff_file file = { .line = r->line };
	const char *new;
	struct err *err;

	err = name_read(r, text, &new);
	if (err)
		return err;
	file.is_new = !strcmp(r->old, "/dev/null");
	file.is_gone = !strcmp(new, "/dev/null");
	if (file.is_new && file.is_gone)
		return bad(r, "both names are /dev/null");
	if (!file.is_new && !file.is_gone && strcmp(new, r->old))
		return bad(r, "the two names differ: renaming is not a change "
			   "that can be patched");
	file.path = file.is_gone ? r->old : new;
	r->old = NULL;
	vec_push(&r->diff->files, file);
	return NULL;
}

const char *cves_add(struct arena *arena, const char *cves, const char *more)
{
	const char *at = strstr(cves, more);
	size_t len = strlen(more);

	for (; at; at = strstr(at + 1, more))
		if ((at == cves || at[-1] == ' ') &&
		    (!at[len] || at[len] == ' '))
			return cves;
	return *cves ? arena_printf(arena, "%s %s", cves, more) : more;
}

/* The subject without what stands in brackets in front of it. */
static void subject_read(struct reader *r, const char *text)
{
	if (r->diff->subject || r->diff->files.n)
		return;
	text += strspn(text, " ");
	while (*text == '[' && strchr(text, ']')) {
		text = strchr(text, ']') + 1;
		text += strspn(text, " ");
	}
	r->diff->subject = arena_printf(r->arena, "%.*s",
					(int)strcspn(text, "\r"), text);
}

/* "CVE-2024-26581" anywhere in front of the first file's diff, each once. */
static void cves_read(struct reader *r, const char *line)
{
	while ((line = strstr(line, "CVE-"))) {
		size_t year = strspn(line + 4, "0123456789"), number = 0;
		const char *cve;

		if (year == 4 && line[8] == '-')
			number = strspn(line + 9, "0123456789");
		if (number >= 4) {
			cve = arena_printf(r->arena, "%.*s", (int)number + 9,
					   line);
			r->diff->cves = cves_add(r->arena, r->diff->cves, cve);
		}
		line += 4;
	}
}

static struct err *line_read(struct reader *r, const char *line)
{
	static const char *const refused[] = {
		"GIT binary patch", "Binary files ", "rename from ",
		"copy from ", "new mode ",
	};

	if (!r->diff->files.n)
		cves_read(r, line);
	if (!strncmp(line, "Subject:", 8))
		subject_read(r, line + 8);
	if (!strncmp(line, "--- ", 4) && r->rest &&
	    !strncmp(r->rest, "+++ ", 4))
		return name_read(r, line + 4, &r->old);
	if (!strncmp(line, "+++ ", 4) && r->old)
		return file_begin(r, line + 4);
	if (!strncmp(line, "@@ -", 4)) {
		if (!r->diff->files.n)
			return bad(r, "a hunk without the name of a file");
		return hunk_read(r, line);
	}
	for (size_t i = 0; i < ARRAY_LEN(refused); i++)
		if (!strncmp(line, refused[i], strlen(refused[i])))
			return bad(r, "binary changes, renamed files and "
				   "changed modes cannot be patched");
	return NULL;
}

static struct err *unidiff_check(const struct unidiff *diff)
{
	if (!diff->files.n)
		return err_advise(err_new(ERR_FAILED, "'%s' holds no diff",
					  diff->path),
				  "a patch is a unified diff, as git diff or "
				  "diff -u makes it, for patch -p1");
	vec_for_each(&diff->files, file)
		if (!file->n_hunks)
			return err_new(ERR_FAILED, "'%s', line %zu: no hunk "
				       "for '%s'", diff->path, file->line,
				       file->path);
	return NULL;
}

struct err *unidiff_read(struct arena *arena, const char *path,
			 unsigned int strip, struct unidiff *ret)
{
	struct unidiff diff = { .path = arena_strdup(arena, path),
				.strip = strip, .cves = "" };
	struct reader r = { .arena = arena, .diff = &diff };
	_cleanup_free_ char *text = NULL;
	struct err *err;
	size_t size;
	char *line;

	err = file_read(path, &text, &size);
	if (err)
		return err;
	if (strlen(text) != size)
		return err_new(ERR_FAILED, "'%s' is not a diff: it has bytes "
			       "that are no text", path);
	r.rest = text;
	while (!err && (line = line_next(&r)))
		err = line_read(&r, line);
	if (!err)
		err = unidiff_check(&diff);
	if (err) {
		unidiff_deinit(&diff);
		return err;
	}
	*ret = diff;
	return NULL;
}

void unidiff_deinit(struct unidiff *diff)
{
	vec_for_each(&diff->files, file)
		vec_deinit(&file->changes);
	vec_deinit(&diff->files);
}
