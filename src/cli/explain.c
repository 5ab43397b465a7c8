// SPDX-License-Identifier: GPL-2.0
/*
 * explain - what a finding means and what to do about it
 *
 * The text is docs/findings.md, which the assembler puts into the program:
 * the page that one reads and what the program says cannot differ. A finding
 * is a row "| CODE | LEVEL | MEANING | REMEDY |" of one of its tables.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/opt.h"
#include "cli/show.h"

#define COLUMNS	78

__asm__(".pushsection .rodata\n"
	"explain_page:\n"
	".incbin \"docs/findings.md\"\n"
	".byte 0\n"
	".popsection\n");
extern const char explain_page[];

struct page_row {
	const char *code, *level, *what, *todo;
};

/* The text of the next cell; @line moves behind the '|' at its end. */
static char *cell_take(char **line)
{
	char *cell = strsep(line, "|"), *end;

	if (!cell)
		return NULL;
	cell += strspn(cell, " ");
	end = cell + strlen(cell);
	while (end > cell && end[-1] == ' ')
		*--end = '\0';
	return cell;
}

static bool is_code(const char *text)
{
	return !strncmp(text, "KM", 2) && isdigit((unsigned char)text[2]);
}

static bool row_parse(char *line, struct page_row *ret)
{
	const char *cells[4];

	if (*line++ != '|')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		cells[i] = cell_take(&line);
		if (!cells[i])
			return false;
	}
	if (!is_code(cells[0]))
		return false;
	*ret = (struct page_row){ .code = cells[0], .level = cells[1],
				  .what = cells[2], .todo = cells[3] };
	return true;
}

/* The next row of the page, which is cut up on the way. */
static bool row_next(char **page, struct page_row *ret)
{
	char *line;

	while ((line = strsep(page, "\n")))
		if (row_parse(line, ret))
			return true;
	return false;
}

/* In lines of a terminal, words whole. */
static void print_wrapped(const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (column && column + 1 + len > COLUMNS) {
			putchar('\n');
			column = 0;
		} else if (column) {
			putchar(' ');
			column++;
		}
		printf("%.*s", (int)len, text);
		column += len;
		text += len;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static bool has_todo(const struct page_row *row)
{
	return *row->todo && strcmp(row->todo, "-") != 0;
}

static void row_text(const struct page_row *row, bool whole)
{
	_cleanup_free_ char *todo = NULL;

	if (!whole) {
		printf("%s  %-6s  %.*s\n", row->code, row->level,
		       (int)strcspn(row->what, ":;"), row->what);
		return;
	}
	printf("%s, %s\n\n", row->code, row->level);
	print_wrapped(row->what);
	if (has_todo(row)) {
		todo = xasprintf("What to do: %s", row->todo);
		putchar('\n');
		print_wrapped(todo);
	}
}

static json_t *row_json(const struct page_row *row)
{
	json_t *json = json_object();

	json_object_set_new(json, "code", json_text(row->code));
	json_object_set_new(json, "level", json_text(row->level));
	json_object_set_new(json, "what", json_text(row->what));
	json_object_set_new(json, "todo", has_todo(row) ?
			    json_text(row->todo) : json_null());
	return json;
}

/* One finding, or all when @code is NULL; false: there is none. */
static bool explain(const char *code)
{
	_cleanup_free_ char *copy = xstrdup(explain_page);
	json_t *json = cmd_common.json ? json_array() : NULL;
	char *page = copy;
	struct page_row row;
	bool found = false;

	while (row_next(&page, &row)) {
		if (code && strcasecmp(code, row.code) != 0)
			continue;
		found = true;
		if (json)
			json_array_append_new(json, row_json(&row));
		else
			row_text(&row, code);
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
