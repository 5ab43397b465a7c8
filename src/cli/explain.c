// SPDX-License-Identifier: GPL-2.0
/*
 * explain - what a finding means and what to do about it
 *
 * The text is docs/findings.md, which the assembler puts into the program:
 * the page that one reads and what the program says cannot differ. A finding
 * has a section "### CODE, LEVEL: TITLE" there, with paragraphs that begin
 * with "What to do: " and, if its author can accept it, with "Accepted: ".
 */
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"

#define CODE_LEN 5	/* KM003 */

__asm__(".pushsection .rodata\n"
	"explain_page:\n"
	".incbin \"docs/findings.md\"\n"
	".byte 0\n"
	".popsection\n");
extern const char explain_page[];

/* A section of the page; it ends before the next heading. */
struct page_part {
	const char *code;	/* of 5 characters */
	const char *level, *title, *text, *end;
	size_t level_len, title_len;
};

static const char *line_next(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

/* "### CODE, LEVEL: TITLE" */
static bool heading_parse(const char *line, struct page_part *ret)
{
	if (strncmp(line, "### KM", 6))
		return false;
	ret->code = line + 4;
	ret->level = ret->code + CODE_LEN + 2;
	ret->level_len = strcspn(ret->level, ":\n");
	ret->title = ret->level + ret->level_len + 2;
	ret->title_len = strcspn(ret->title, "\n");
	return ret->level[ret->level_len] == ':';
}

/* The next section from @page on; NULL: there is none. */
static const char *part_next(const char *page, struct page_part *ret)
{
	while (*page && !heading_parse(page, ret))
		page = line_next(page);
	if (!*page)
		return NULL;
	page = line_next(page);
	ret->text = page;
	while (*page && strncmp(page, "## ", 3) && strncmp(page, "### ", 4))
		page = line_next(page);
	ret->end = page;
	while (ret->text < ret->end && *ret->text == '\n')
		ret->text++;
	while (ret->end > ret->text && ret->end[-1] == '\n')
		ret->end--;
	return page;
}

static void part_text(const struct page_part *part, bool whole)
{
	if (whole)
		printf("%.*s, %.*s: %.*s\n\n%.*s\n", CODE_LEN, part->code,
		       (int)part->level_len, part->level,
		       (int)part->title_len, part->title,
		       (int)(part->end - part->text), part->text);
	else
		printf("%.*s  %-6.*s  %.*s\n", CODE_LEN, part->code,
		       (int)part->level_len, part->level,
		       (int)part->title_len, part->title);
}

static json_t *json_span(const char *text, size_t len)
{
	_cleanup_free_ char *copy = xstrndup(text, len);

	return json_text(copy);
}

/* The paragraph that begins with @word, in one line; null: there is none. */
static json_t *json_paragraph(const struct page_part *part, const char *word)
{
	const char *at = part->text, *end;
	size_t len = strlen(word);
	json_t *json;
	char *copy;

	while (at < part->end && strncmp(at, word, len))
		at = line_next(at);
	if (at >= part->end)
		return json_null();
	at += len;
	end = strstr(at, "\n\n");
	copy = xstrndup(at, (end && end < part->end ? end : part->end) - at);
	for (char *p = copy; *p; p++)
		if (*p == '\n')
			*p = ' ';
	json = json_text(copy);
	free(copy);
	return json;
}

static json_t *part_json(const struct page_part *part)
{
	json_t *json = json_object();

	json_object_set_new(json, "code", json_span(part->code, CODE_LEN));
	json_object_set_new(json, "level",
			    json_span(part->level, part->level_len));
	json_object_set_new(json, "what",
			    json_span(part->title, part->title_len));
	json_object_set_new(json, "text",
			    json_span(part->text, part->end - part->text));
	json_object_set_new(json, "todo",
			    json_paragraph(part, "What to do: "));
	json_object_set_new(json, "accepted",
			    json_paragraph(part, "Accepted: "));
	return json;
}

/* One finding, or all when @code is NULL; false: there is none. */
static bool explain(const char *code)
{
	json_t *json = cmd_common.json ? json_array() : NULL;
	const char *page = explain_page;
	struct page_part part;
	bool found = false;

	while ((page = part_next(page, &part))) {
		if (code && (strlen(code) != CODE_LEN ||
			     strncasecmp(code, part.code, CODE_LEN) != 0))
			continue;
		found = true;
		if (json)
			json_array_append_new(json, part_json(&part));
		else
			part_text(&part, code);
	}
	if (json && found)
		json_show(json);
	else
		json_decref(json);
	return found;
}

static struct err *run_explain(int argc, char **argv)
{
	struct err *err;

	err = opt_parse(&argc, argv, NULL, 0);
	if (!err)
		err = opt_operands(argc, argv, 0, 1);
	if (err)
		return err;
	if (explain(argc > 1 ? argv[1] : NULL))
		return NULL;
	return err_advise(err_new(ERR_USAGE, "there is no finding '%s'",
				  argv[1]),
			  "`kmend explain` lists all");
}

CMD_DEFINE(explain, .name = "explain", .args = "[--json] [CODE]",
	   .help = "tell what a finding means and what to do",
	   .details =
"CODE is what a finding ends with, like KM003. Without one, all findings are\n"
"listed, one a line.",
	   .run = run_explain);
