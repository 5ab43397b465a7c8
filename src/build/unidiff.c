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

#include "build/diff_load.h"

struct reader {
	struct arena *arena;
	struct unidiff *diff;
	char *rest;
	size_t line;		/* number of the line that was read last */
	const char *old;	/* of the "---" line that came last, or NULL */
	bool old_epoch;		/* and its time is zero */
	bool new_epoch;		/* that of the last file */
	struct git_head git;	/* of the file that comes, or is read */
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

/* The name behind "--- " or "+++ ". */
static struct err *name_read(struct reader *r, const char *text,
			     const char **ret)
{
	if (*text == '"')
		return bad(r, "file names in quotes are not understood");
	*ret = arena_printf(r->arena, "%.*s", (int)unidiff_name_len(text),
			    text);
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

/*
 * What the first hunk says of a file that may not be there on one side. Zero
 * lines alone say only that it is empty there: see unidiff_choose().
 */
static void sides_read(const struct reader *r, const struct hunk *h,
		       struct unidiff_file *f)
{
	static const char none[] = "/dev/null";

	if (f->n_hunks || f->from || f->is_new || f->is_gone)
		return;
	if (!h->old && !h->old_line) {
		f->is_new = r->old_epoch;
		f->was_empty = true;
	} else if (!h->new && !h->new_line) {
		f->is_gone = r->new_epoch;
	}
	if (f->is_new)
		f->old_name = none;
	if (f->is_gone)
		f->new_name = none;
}

static struct err *hunk_read(struct reader *r, const char *line)
{
	const char *p = line + strlen("@@ -"), *begin = line;
	struct unidiff_file *f = &r->diff->files.v[r->diff->files.n - 1];
	struct unidiff_hunk hunk;
	struct hunk h;

	if (!range_read(&p, &h.old_line, &h.old) || strncmp(p, " +", 2))
		return bad(r, "the head of a hunk is damaged");
	p += 2;
	if (!range_read(&p, &h.new_line, &h.new) || strncmp(p, " @@", 3))
		return bad(r, "the head of a hunk is damaged");
	sides_read(r, &h, f);
	while (h.old || h.new) {
		line = line_next(r);
		if (!line)
			return bad(r, "the diff ends in the middle of a hunk");
		hunk_note(r, &h, line);
		if (!hunk_line(&h, line))
			return bad(r, "not what the head of the hunk promises");
	}
	if (r->rest && *r->rest == '\\')	/* "\ No newline ..." */
		line = line_next(r);
	/* patch(1) would take the rest for remarks, and leave it out */
	if (r->rest && (*r->rest == '+' || *r->rest == '-') &&
	    strncmp(r->rest, "--- ", 4) && strncmp(r->rest, "-- ", 3))
		return bad(r, "the hunk is longer than its head says");
	f->n_hunks++;
	hunk.size = (size_t)(line - begin) + strlen(line) + 1;
	hunk.text = arena_memdup(r->arena, begin, hunk.size);
	vec_push(&f->hunks, hunk);
	return NULL;
}

/* A file that is renamed makes two: one comes, one goes. */
static void file_push(struct reader *r, struct unidiff_file file)
{
	struct unidiff_file gone = {
		.line = file.line, .is_gone = true, .is_bare = true,
		.is_rename = true,
		.old_name = file.old_name, .new_name = file.old_name,
	};

	/* what goes is in front: hunks that follow are of the last file */
	if (file.is_rename)
		vec_push(&r->diff->files, gone);
	vec_push(&r->diff->files, file);
}

static struct err *file_begin(struct reader *r, const char *text)
{
	struct unidiff_file file = { .line = r->line, .old_name = r->old };
	struct unidiff_file other;
	struct err *err;

	err = name_read(r, text, &file.new_name);
	if (err)
		return err;
	/* a plain diff behind one of git's that had no hunks */
	if (!git_is_of(&r->git, file.old_name, file.new_name) &&
	    git_finish(r->arena, &r->git, &other))
		file_push(r, other);
	file.is_new = !strcmp(r->old, "/dev/null");
	file.is_gone = !strcmp(file.new_name, "/dev/null");
	r->old = NULL;
	r->new_epoch = unidiff_is_epoch(text);
	if (file.is_new && file.is_gone)
		return bad(r, "both names are /dev/null");
	if (r->git.from) {
		file.from = file.old_name;
		file.is_rename = r->git.is_rename;
		file.is_new = true;
	}
	file.is_binary = r->git.is_binary;
	r->git = (struct git_head){0};
	file_push(r, file);
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
	struct unidiff_file file;
	bool has;

	if (!r->diff->files.n)
		cves_read(r, line);
	if (!strncmp(line, "Subject:", 8))
		subject_read(r, line + 8);
	if (git_line(r->arena, &r->git, line, r->line, &file, &has)) {
		if (has)
			file_push(r, file);
		return NULL;
	}
	if (!strncmp(line, "--- ", 4) && r->rest &&
	    !strncmp(r->rest, "+++ ", 4)) {
		r->old_epoch = unidiff_is_epoch(line + 4);
		return name_read(r, line + 4, &r->old);
	}
	if (!strncmp(line, "+++ ", 4) && r->old)
		return file_begin(r, line + 4);
	if (!strncmp(line, "@@ -", 4)) {
		if (!r->diff->files.n)
			return bad(r, "a hunk without the name of a file");
		return hunk_read(r, line);
	}
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
		if (!file->n_hunks && !file->is_bare)
			return err_new(ERR_FAILED, "'%s', line %zu: no hunk "
				       "for '%s'", diff->path, file->line,
				       file->new_name);
	return NULL;
}

struct err *unidiff_parse(struct arena *arena, const char *path, char *text,
			  int strip, struct unidiff *ret)
{
	struct unidiff diff = { .path = arena_strdup(arena, path),
				.strip = -1, .cves = "" };
	struct reader r = { .arena = arena, .diff = &diff, .rest = text };
	struct unidiff_file file;
	struct err *err = NULL;
	char *line;

	while (!err && (line = line_next(&r)))
		err = line_read(&r, line);
	if (!err && git_finish(arena, &r.git, &file))
		file_push(&r, file);
	if (!err)
		err = unidiff_check(&diff);
	if (!err && strip >= 0)
		err = unidiff_strip(arena, &diff, strip);
	if (err) {
		unidiff_deinit(&diff);
		return err;
	}
	*ret = diff;
	return NULL;
}

struct err *unidiff_read(struct arena *arena, const char *path, int strip,
			 struct unidiff *ret)
{
	_cleanup_free_ char *text = NULL;
	struct err *err = diff_load(path, &text);

	return err ? err : unidiff_parse(arena, path, text, strip, ret);
}

void unidiff_text(const struct unidiff *diff, size_t begin, size_t end,
		  char **ret, size_t *ret_size)
{
	VEC(char) out = {0};

	for (size_t i = begin; i < end; i++) {
		const struct unidiff_file *f = &diff->files.v[i];
		bool made = f->is_new && !f->from;
		/* the tab ends a name that has blanks */
		_cleanup_free_ char *head = xasprintf(
			"--- %s%s\t\n+++ %s%s\t\n",
			made ? "" : "a/", made ? "/dev/null" : f->path,
			f->is_gone ? "" : "b/",
			f->is_gone ? "/dev/null" : f->path);

		for (const char *c = f->n_hunks ? head : ""; *c; c++)
			vec_push(&out, *c);
		vec_for_each(&f->hunks, hunk)
			for (size_t n = 0; n < hunk->size; n++)
				vec_push(&out, hunk->text[n] ? hunk->text[n] :
					 '\n');
	}
	*ret_size = out.n;
	*ret = out.v;
}

void unidiff_deinit(struct unidiff *diff)
{
	vec_for_each(&diff->files, file) {
		vec_deinit(&file->changes);
		vec_deinit(&file->hunks);
	}
	vec_deinit(&diff->files);
}
