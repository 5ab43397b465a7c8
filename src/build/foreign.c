// SPDX-License-Identifier: GPL-2.0
/*
 * foreign - files of elsewhere that a diff would have the compiler read
 *
 * "#include" of /etc/shadow would show its lines as the compiler's messages,
 * an assembler's .incbin would put a file into the module, and a FIFO or a
 * device would have the compiler wait. So what an added line names is looked
 * for, in the ways that the compiler would, before any compiler runs. Lines of
 * the source itself are its owner's. What macros make of names beyond a plain
 * "#define NAME" is seen when the compiler has told what it read
 *.
 */
#include "build/foreign.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/map.h"
#include "build/commands.h"

struct foreign {
	struct arena *arena;
	const char *source, *stage;
	struct diags *diags;
	struct map macros;	/* that an added #include takes a name of */
	const struct unidiff_file *file;	/* that is looked at */
	const struct unidiff_line *line;
};

static const char todo[] = "put what it needs into the diff";

void foreign_add(struct diags *diags, const char *unit, const char *name)
{
	diag_add(diags, DIAG_REFUSE, "KM139", unit, NULL, 0, todo,
		 "the compiler has read '%s', which is no file of the source",
		 name);
}

static const char *skip(const char *p)
{
	return p + strspn(p, " \t");
}

/* Behind the word, or NULL. */
static const char *word(const char *p, const char *text)
{
	size_t len = strlen(text);

	if (!p || strncmp(p, text, len) || isalnum((unsigned char)p[len]) ||
	    p[len] == '_')
		return NULL;
	return skip(p + len);
}

/* "name", <name>, or \"name\" of an asm(); NULL if there is none. */
static const char *name_read(struct foreign *f, const char *p, bool *quoted)
{
	const char *end;

	p += *p == '\\';
	*quoted = *p == '"';
	if (*p != '"' && *p != '<')
		return NULL;
	end = p + 1 + strcspn(p + 1, *p == '"' ? "\\\"" : ">");
	return end == p + 1 ? NULL :
	       arena_printf(f->arena, "%.*s", (int)(end - p - 1), p + 1);
}

/* 'f': a regular file, 'd': a directory, '?': something else, or 0. */
static char kind_of(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return 0;
	return S_ISREG(st.st_mode) ? 'f' : S_ISDIR(st.st_mode) ? 'd' : '?';
}

/* Of a path below the source, as the diffs have left it. */
static char kind_in(struct foreign *f, const char *path)
{
	char kind = kind_of(arena_printf(f->arena, "%s/%s", f->stage, path));

	return kind ? kind : kind_of(arena_printf(f->arena, "%s/%s", f->source,
						  path));
}

/* Is there something that the name leads to from the top of a tree? */
static bool is_above(struct foreign *f, const char *name)
{
	const char *const trees[] = { f->source, f->stage };
	const char *rest = name, *up = "";

	while (!strncmp(rest, "../", 3))
		rest += 3;
	for (; name < rest; name += 3) {
		up = arena_printf(f->arena, "%s/..", up);
		for (size_t i = 0; i < ARRAY_LEN(trees); i++) {
			char kind = kind_of(arena_printf(f->arena, "%s%s/%s",
						trees[i], up, rest));

			if (kind && kind != 'd')
				return true;
		}
	}
	return false;
}

static bool is_foreign(struct foreign *f, const char *name, bool quoted)
{
	static const char *const dirs[] = {
		"include", "arch/x86/include", "include/uapi",
		"arch/x86/include/uapi",
	};
	const char *own = path_dir(f->arena, f->file->path), *beside;
	char kind;

	if (*name == '/')
		return true;
	name = path_clean(f->arena, name);
	beside = path_clean(f->arena, arena_printf(f->arena, "%s%s%s", own,
						   *own ? "/" : "", name));
	kind = quoted && strncmp(beside, "../", 3) ? kind_in(f, beside) : 0;
	if (kind && kind != 'd')
		return kind == '?';
	for (size_t i = 0; i < ARRAY_LEN(dirs); i++) {
		const char *path = path_clean(f->arena, arena_printf(f->arena,
						"%s/%s", dirs[i], name));

		kind = strncmp(path, "../", 3) ? kind_in(f, path) : 0;
		if (kind && kind != 'd')
			return kind == '?';
	}
	return is_above(f, name);
}

/* @p is where the name may begin. */
static void name_judge(struct foreign *f, const char *p)
{
	bool quoted;
	const char *name = name_read(f, p, &quoted);

	if (name && is_foreign(f, name, quoted))
		diag_add(f->diags, DIAG_REFUSE, "KM139", f->file->path, NULL,
			 0, todo, "line %zu has the compiler read '%s', which "
			 "is no file of the source", f->line->line, name);
}

/* Behind "#include" of an added line, or NULL. */
static const char *include_of(const char *text)
{
	static const char *const words[] = {
		"include", "include_next", "import", "embed",
	};
	const char *p = skip(text), *name = NULL;

	if (*p != '#' && strncmp(p, "%:", 2))
		return NULL;
	p = skip(p + 1 + (*p == '%'));
	for (size_t i = 0; !name && i < ARRAY_LEN(words); i++)
		name = word(p, words[i]);
	return name;
}

static void macro_note(struct foreign *f)
{
	const char *p = include_of(f->line->text);
	size_t len = p ? strcspn(p, " \t(/") : 0;

	if (len && *p != '"' && *p != '<')
		map_put(&f->macros, arena_printf(f->arena, "%.*s", (int)len,
						 p), NULL);
}

/* '#define NAME "file"', and the directory of <trace/define_trace.h>. */
static void define_judge(struct foreign *f)
{
	const char *p = skip(f->line->text), *name, *value;
	size_t len;

	p = *p == '#' ? word(skip(p + 1), "define") : NULL;
	if (!p)
		return;
	value = word(p, "TRACE_INCLUDE_PATH");
	if (value && *value == '/')
		name_judge(f, arena_printf(f->arena, "<%s>", value));
	len = strcspn(p, " \t(");
	name = arena_printf(f->arena, "%.*s", (int)len, p);
	if (map_has(&f->macros, name))
		name_judge(f, skip(p + len));
}

/* What stands in the middle of lines: what is asked for, assembler's files. */
static void words_judge(struct foreign *f)
{
	static const char *const words[] = {
		"__has_include", "__has_include_next", "__has_embed",
		".incbin", ".include",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *p = f->line->text;

		while ((p = strstr(p, words[i]))) {
			const char *name;

			p += strlen(words[i]);
			name = skip(p);
			name = skip(name + (*name == '('));
			name_judge(f, name);
		}
	}
}

static void line_judge(struct foreign *f)
{
	const char *p = include_of(f->line->text);

	if (p)
		name_judge(f, p);
	define_judge(f);
	words_judge(f);
}

/* Nobody compiles documentation, or what is of another architecture. */
static bool is_left_out(const struct changes *changes, const char *path)
{
	if (!changes)
		return false;
	vec_for_each(&changes->list, c)
		if (!strcmp(c->path, path))
			return c->kind == CHANGE_NONE;
	return true;
}

static void lines_each(struct foreign *f, const struct diffs *diffs,
		       const struct changes *changes,
		       void (*look)(struct foreign *f))
{
	vec_for_each(&diffs->list, diff)
		vec_for_each(&diff->files, file) {
			if (is_left_out(changes, file->path))
				continue;
			vec_for_each(&file->changes, line) {
				f->file = file;
				f->line = line;
				if (line->sign == '+')
					look(f);
			}
		}
}

void foreign_judge(const struct diffs *diffs, const struct changes *changes,
		   const char *source, const char *stage, struct diags *diags)
{
	_cleanup_arena_ struct arena *arena = arena_create();
	struct foreign f = { .arena = arena, .source = source, .stage = stage,
			     .diags = diags };

	lines_each(&f, diffs, changes, macro_note);
	lines_each(&f, diffs, changes, line_judge);
	map_deinit(&f.macros);
}
