// SPDX-License-Identifier: GPL-2.0
/*
 * inspect_html - a page for whoever reviews a patch module
 *
 * For each function the old code, from the kernel's image or its shipped
 * module, and the new code stand side by side; what differs has a colour, and
 * long runs of equal instructions are folded. Everything that comes from a
 * file is escaped.
 */
#include "cli/inspect_html.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/printable.h"
#include "cli/inspect_align.h"
#include "cli/inspect_funcs.h"
#include "cli/inspect_style.h"
#include "kernel/own.h"

#define CONTEXT	3	/* equal rows that are shown beside others */
#define FOLD	8	/* fewer are not worth folding */

struct page {
	FILE *out;
	struct arena *arena;
	const struct patch_file *file;
	struct inspect_funcs funcs;
	struct code_rows *rows;	/* of each function */
};

/* Text of a file; the marks of names become elements. */
static void put_text(FILE *out, const char *file_text)
{
	static const char marks[] = { CODE_NAME_BEGIN, CODE_NAME_END, '\0' };
	_cleanup_free_ char *safe = text_printable(file_text, marks);

	for (const char *text = safe; *text; text++) {
		switch (*text) {
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '&': fputs("&amp;", out); break;
		case '"': fputs("&quot;", out); break;
		case CODE_NAME_BEGIN: fputs("<b>", out); break;
		case CODE_NAME_END: fputs("</b>", out); break;
		default: putc(*text, out);
		}
	}
}

static void put_item(FILE *out, const char *key, const char *value)
{
	fprintf(out, "<dt>%s</dt><dd>", key);
	put_text(out, value);
	fputs("</dd>\n", out);
}

static void put_head(struct page *page)
{
	const struct patch_file *file = page->file;
	FILE *out = page->out;

	fputs("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" "
	      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	      "<title>", out);
	put_text(out, file->name);
	fputs("</title>\n<style>\n" INSPECT_STYLE "</style></head><body>\n"
	      "<h1>", out);
	put_text(out, file->name);
	fputs("</h1>\n<p>", out);
	put_text(out, file->description);
	fputs("</p>\n<dl>\n", out);
	put_item(out, "kernel", file->release);
	put_item(out, "build ID", file->build_id);
	put_item(out, "mode", file->mode);
	put_item(out, "signature", file->has_signature ? "yes" : "none");
	put_item(out, "made by", file->tool);
	fputs("</dl>\n", out);
}

static void put_contents(struct page *page)
{
	FILE *out = page->out;

	fputs("<table class=\"toc\"><tr><th>function<th>in<th>bytes"
	      "<th>instructions</tr>\n", out);
	for (size_t i = 0; i < page->funcs.list.n; i++) {
		const struct inspect_func *f = &page->funcs.list.v[i];

		fprintf(out, "<tr><td><a href=\"#f%zu\">", i);
		put_text(out, f->name);
		fputs("</a><td>", out);
		put_text(out, f->object ? f->object : "the patch");
		if (f->object)
			fprintf(out, "<td>%llu &rarr; %llu",
				(unsigned long long)f->old.size,
				(unsigned long long)f->new.size);
		else
			fprintf(out, "<td>%llu, new",
				(unsigned long long)f->new.size);
		fprintf(out, "<td><span class=\"added\">+%zu</span> "
			"<span class=\"gone\">&minus;%zu</span></tr>\n",
			page->rows[i].added, page->rows[i].gone);
	}
	fputs("</table>\n", out);
}

static void put_cell(FILE *out, const struct code_line *line, const char *kind)
{
	if (!line) {
		fputs("<td class=\"none\"><td class=\"none\">", out);
		return;
	}
	fprintf(out, "<td%s>%llx<td%s>", kind, (unsigned long long)line->off,
		kind);
	put_text(out, line->text);
}

static void put_table_begin(FILE *out, bool head)
{
	fputs("<table class=\"code\"><colgroup><col class=\"off\"><col>"
	      "<col class=\"off\"><col></colgroup>\n", out);
	if (head)
		fputs("<thead><tr><th colspan=\"2\">running now"
		      "<th colspan=\"2\">with the patch</tr></thead>\n", out);
}

static void put_rows(FILE *out, const struct code_row *rows, size_t n,
		     bool head)
{
	if (!n && !head)
		return;
	put_table_begin(out, head);
	for (size_t i = 0; i < n; i++) {
		const struct code_row *row = &rows[i];

		fputs("<tr>", out);
		put_cell(out, row->old, row->same ? "" : " class=\"gone\"");
		put_cell(out, row->new, row->same ? "" : " class=\"added\"");
		fputs("</tr>\n", out);
	}
	fputs("</table>\n", out);
}

/* How many rows from @at on are equal. */
static size_t run_of_same(const struct code_rows *rows, size_t at)
{
	size_t n = 0;

	while (at + n < rows->list.n && rows->list.v[at + n].same)
		n++;
	return n;
}

/* Rows up to the next run of equal ones that is worth folding. */
static size_t shown_end(const struct code_rows *rows, size_t at,
			size_t *ret_fold)
{
	size_t end = at;

	*ret_fold = 0;
	while (end < rows->list.n) {
		size_t n = run_of_same(rows, end);
		size_t before = end ? CONTEXT : 0;
		size_t after = end + n < rows->list.n ? CONTEXT : 0;

		if (n >= before + after + FOLD) {
			*ret_fold = n - before - after;
			return end + before;
		}
		end += n ? n : 1;
	}
	return end;
}

static void put_code(FILE *out, const struct code_rows *rows)
{
	size_t at = 0, fold, end;

	fputs("<div class=\"box\">", out);
	while (at < rows->list.n) {
		end = shown_end(rows, at, &fold);
		put_rows(out, rows->list.v + at, end - at, !at);
		if (fold) {
			fprintf(out, "<details><summary>%zu equal "
				"instructions</summary>\n", fold);
			put_rows(out, rows->list.v + end, fold, false);
			fputs("</details>\n", out);
		}
		at = end + fold;
	}
	fputs("</div>\n", out);
}

static void put_function(struct page *page, size_t i)
{
	const struct inspect_func *f = &page->funcs.list.v[i];
	FILE *out = page->out;

	fprintf(out, "<h2 id=\"f%zu\"><code>", i);
	put_text(out, f->name);
	fputs("</code></h2>\n<p class=\"dim\">", out);
	if (f->object) {
		fputs("in <code>", out);
		put_text(out, f->object);
		fputs("</code>", out);
		if (f->old_addr)
			fprintf(out, " at 0x%llx as linked",
				(unsigned long long)f->old_addr);
		if (f->sympos)
			fprintf(out, ", number %u of that name", f->sympos);
	} else {
		fputs("new, only in the patch", out);
	}
	fputs("</p>\n", out);
	put_code(out, &page->rows[i]);
}

static void compare(struct page *page)
{
	page->rows = arena_array(page->arena, page->funcs.list.n + 1,
				 sizeof(*page->rows));
	for (size_t i = 0; i < page->funcs.list.n; i++) {
		const struct inspect_func *f = &page->funcs.list.v[i];
		struct code_lines *old = arena_new(page->arena,
						   struct code_lines);
		struct code_lines *new = arena_new(page->arena,
						   struct code_lines);

		code_read(page->arena, &f->old, old);
		code_read(page->arena, &f->new, new);
		code_align(old, new, &page->rows[i]);
	}
}

static struct err *page_write(struct page *page, const char *path)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;

	page->out = open_memstream(&text, &size);
	if (!page->out)
		return err_errno(errno, "cannot write '%s'", path);
	put_head(page);
	put_contents(page);
	for (size_t i = 0; i < page->funcs.list.n; i++)
		put_function(page, i);
	fputs("</body></html>\n", page->out);
	if (fclose(page->out))
		return err_errno(errno, "cannot write '%s'", path);
	return file_write(path, text, size);
}

static struct err *kernel_facts(const struct patch_file *file,
				const struct kernel *kernel,
				struct facts **ret)
{
	_cleanup_free_ char *dir = xasprintf("%s/facts", kernel->dir);
	struct facts *facts = NULL;
	struct err *err;

	err = facts_load_cached(kernel->release, kernel->image, NULL, dir,
				&facts);
	if (err)
		return err;
	if (!strcmp(facts->image.build_id, file->build_id)) {
		*ret = facts;
		return NULL;
	}
	facts_destroy(facts);
	return err_advise(err_new(ERR_FAILED, "the cache has %s of version "
			"%s, which is another build than the patch is for",
			kernel->release, kernel->version),
		"-k RELEASE=VERSION names another one");
}

struct err *inspect_html(const struct patch_file *file, const char *kernel,
			 const char *out)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct page page = { .arena = arena, .file = file };
	_cleanup_kernel_ struct kernel *opened = NULL;
	_cleanup_obj_ struct obj *patch = NULL;
	struct modules modules = {0};
	struct facts *facts = NULL;
	const char *own;
	struct err *err;

	if (!kernel)
		kernel = file->release;
	own = own_dir(arena, kernel);
	err = obj_read(file->path, &patch);
	if (!err)
		err = own ? own_open(own, &opened) :
		      kernel_open(kernel, &opened);
	if (!err)
		err = kernel_facts(file, opened, &facts);
	if (err)
		return err;
	page.funcs.arena = arena;
	page.funcs.patch = patch;
	modules_init(&modules, arena, opened);
	err = inspect_funcs_read(&page.funcs);
	if (!err)
		err = inspect_funcs_old(&page.funcs, facts, &modules);
	if (!err) {
		compare(&page);
		err = page_write(&page, out);
	}
	vec_deinit(&page.funcs.list);
	modules_deinit(&modules);
	facts_destroy(facts);
	return err;
}
