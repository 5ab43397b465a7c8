// SPDX-License-Identifier: GPL-2.0
/*
 * includes - which files the units of a kernel include
 *
 * The graph is made from the text of the files alone, starting at the units
 * that make named. An #include of a macro is left out: in the kernel those
 * lead back to the file that defines the macro (TRACE_INCLUDE,
 * GENL_MAGIC_INCLUDE_FILE), which is in the graph already.
 */
#include "build/includes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/jobs.h"
#include "base/progress.h"

const char *const includes_generators[] = {
	"kernel/bounds.c", "arch/x86/kernel/asm-offsets.c",
	"kernel/sched/rq-offsets.c", NULL
};

struct scan {
	struct arena *arena;
	const char *path;
	struct include_name *names;
	size_t n;
};

static const char *blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

static bool word(const char **p, const char *end, const char *text)
{
	size_t len = strlen(text);

	if ((size_t)(end - *p) < len || memcmp(*p, text, len))
		return false;
	*p += len;
	return true;
}

/* @p is behind a '#' that begins a line. */
static bool include_read(struct arena *arena, const char *p, const char *end,
			 struct include_name *ret)
{
	const char *close;

	p = blanks(p, end);
	if (!word(&p, end, "include"))
		return false;
	ret->next = word(&p, end, "_next");
	p = blanks(p, end);
	if (p == end || (*p != '"' && *p != '<'))
		return false;
	ret->quoted = *p++ == '"';
	close = memchr(p, ret->quoted ? '"' : '>', (size_t)(end - p));
	if (!close || close == p)
		return false;
	ret->name = arena_printf(arena, "%.*s", (int)(close - p), p);
	return true;
}

void includes_scan(struct arena *arena, const char *text, size_t size,
		   struct include_name **ret, size_t *ret_n)
{
	const char *end = text + size, *p = text, *eol;
	VEC(struct include_name) names = {0};
	struct include_name name;

	while ((p = memchr(p, '#', (size_t)(end - p)))) {
		const char *begin = p++;

		while (begin > text && (begin[-1] == ' ' || begin[-1] == '\t'))
			begin--;
		eol = memchr(p, '\n', (size_t)(end - p));
		eol = eol ? eol : end;
		if ((begin == text || begin[-1] == '\n') &&
		    include_read(arena, p, eol, &name))
			vec_push(&names, name);
	}
	*ret = arena_memdup(arena, names.v, names.n * sizeof(name));
	*ret_n = names.n;
	vec_deinit(&names);
}

static struct err *scan_work(void *elem, void *data)
{
	struct scan *scan = elem;
	const uint8_t *map;
	struct err *err;
	size_t size;

	(void)data;
	scan->arena = arena_create();
	err = file_map(scan->path, &map, &size);
	if (err)
		return err;
	if (map)
		includes_scan(scan->arena, (const char *)map, size,
			      &scan->names, &scan->n);
	file_unmap(map, size);
	return NULL;
}

static const char *file_real(const struct includes *inc, uint32_t file)
{
	const struct include_file *f = &inc->files.v[file];

	return arena_printf(inc->arena, "%s/%s", f->made ? inc->tree->dir :
			    inc->tree->source, f->path);
}

/*
 * All files from @begin on are read, several at once; what they include comes
 * behind them and is read in the next round.
 */
static struct err *files_scan(struct includes *inc, uint32_t begin)
{
	struct err *err = NULL;

	while (!err && begin < inc->files.n) {
		uint32_t end = (uint32_t)inc->files.n;
		struct scan *scans = xcalloc(end - begin, sizeof(*scans));

		for (uint32_t i = begin; i < end; i++)
			scans[i - begin].path = file_real(inc, i);
		err = jobs_run(scans, end - begin, sizeof(*scans), scan_work,
			       NULL, NULL);
		for (uint32_t i = begin; i < end; i++) {
			struct scan *scan = &scans[i - begin];

			if (!err)
				includes_resolve(inc, i, scan->names, scan->n);
			arena_destroy(scan->arena);
		}
		free(scans);
		begin = end;
		progress_update("%zu files", inc->files.n);
	}
	return err;
}

uint32_t includes_add(struct includes *inc, const char *path, bool made)
{
	int64_t at = includes_find(inc, path);
	struct include_file file = { .made = made };

	if (at >= 0)
		return (uint32_t)at;
	file.path = arena_strdup(inc->arena, path);
	vec_push(&inc->files, file);
	map_put(&inc->by_path, file.path, (void *)(uintptr_t)inc->files.n);
	return (uint32_t)inc->files.n - 1;
}

int64_t includes_find(const struct includes *inc, const char *path)
{
	return (int64_t)(uintptr_t)map_find(&inc->by_path, path) - 1;
}

/* Which directories the units are searched in. */
static void dirs_read(struct includes *inc, const struct commands *commands)
{
	struct map count = {0};

	vec_for_each(&commands->list, c) {
		const char *own = path_dir(inc->arena,
				command_path(inc->tree, c->source, NULL));

		for (const char *p = c->text; (p = strstr(p, " -I"));) {
			const char *dir;
			uintptr_t n;

			p += 3 + strspn(p + 3, " ");
			dir = command_dir(inc->arena, inc->tree, p);
			n = (uintptr_t)map_find(&count, dir) + 2;
			/* bit 0: for another directory than its own */
			map_put(&count, dir, (void *)(n |
				(uintptr_t)!!strcmp(dir, own)));
		}
	}
	map_for_each(&count, slot) {
		uintptr_t n = (uintptr_t)slot->value;

		if (n / 2 > commands->list.n / 2)
			vec_push(&inc->common, slot->str);
		else if (n & 1)
			vec_push(&inc->extra, slot->str);
		else
			vec_push(&inc->own, slot->str);
	}
	map_deinit(&count);
}

/* The files that the command line includes count as the unit's. */
static void command_edges(struct includes *inc, const struct command *c,
			  uint32_t unit)
{
	for (const char *p = c->text; (p = strstr(p, " -include ")); ) {
		const char *path;
		p += strlen(" -include ");
		path = arena_printf(inc->arena, "%.*s", (int)strcspn(p, " "),
				    p);
		path = command_path(inc->tree, path, NULL);
		includes_resolve(inc, unit, &(struct include_name){
				 .name = path, .root = true }, 1);
	}
}

/* The source of a unit, below the source or the made tree; free it. */
static char *unit_real(const struct includes *inc, const struct command *c,
		       const char **ret_path, bool *ret_made)
{
	*ret_path = command_path(inc->tree, c->source, ret_made);
	return xasprintf("%s/%s", *ret_made ? inc->tree->dir :
			 inc->tree->source, *ret_path);
}

static bool is_host_program(const struct command *c)
{
	return !strncmp(c->target, "scripts/", 8) ||
	       !strncmp(c->target, "tools/", 6);
}

/*
 * Sources that a build makes of other files (lib/raid6/int1.c, *.asn1.c):
 * kbuild makes them, with their objects, as nobody else knows how. What it
 * cannot make is not in the graph.
 */
static struct err *sources_make(const struct includes *inc,
				const struct commands *commands)
{
	_cleanup_argv_ struct argv targets = {0};
	const char *path;
	bool made;

	argv_add(&targets, "-k", NULL);
	vec_for_each(&commands->list, c) {
		_cleanup_free_ char *real = unit_real(inc, c, &path, &made);

		if (!is_host_program(c) && !path_exists(real))
			argv_add(&targets, c->target, NULL);
	}
	if (targets.list.n > 1) {
		progress_update("making %zu sources", targets.list.n - 1);
		err_destroy(tree_make(inc->tree, &targets, NULL));
	}
	return interrupt_check();
}

struct err *includes_make(struct includes *inc,
			  const struct commands *commands)
{
	struct err *err;

	progress_begin("includes", "of %zu units", commands->list.n);
	err = sources_make(inc, commands);
	if (err)
		return err;
	dirs_read(inc, commands);
	vec_for_each(&commands->list, c) {
		const char *path;
		bool made;
		_cleanup_free_ char *real = unit_real(inc, c, &path, &made);

		if (path_exists(real))
			command_edges(inc, c, includes_add(inc, path, made));
	}
	for (const char *const *path = includes_generators; *path; path++) {
		_cleanup_free_ char *real = xasprintf("%s/%s",
						inc->tree->source, *path);

		if (path_exists(real))
			includes_add(inc, *path, false);
	}
	return files_scan(inc, 0);
}

bool includes_generates(const char *path)
{
	for (const char *const *p = includes_generators; *p; p++)
		if (!strcmp(*p, path))
			return true;
	return false;
}

struct err *includes_update(struct includes *inc, const char *path,
			    const char *real)
{
	size_t n = inc->files.n;
	uint32_t file = includes_add(inc, path, false);
	struct scan scan = { .path = real };
	struct err *err = scan_work(&scan, NULL);

	if (!err)
		includes_resolve(inc, file, scan.names, scan.n);
	arena_destroy(scan.arena);
	/* its new includes may be new to us as well; the file itself is read */
	if (n == file)
		n++;
	return err ? err : files_scan(inc, (uint32_t)n);
}
