// SPDX-License-Identifier: GPL-2.0
/*
 * symvers - what the kernel and its modules export, from Module.symvers
 *
 * One line each, separated by tabs: CRC, symbol, module, export type and
 * (possibly empty) namespace.
 */
#include "kernel/symvers.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"

/** Cut @line at its tabs; how many fields there are (at most @max). */
static int line_split(char *line, char **fields, int max)
{
	int n = 0;
	char *tab;

	while (n < max) {
		fields[n++] = line;
		tab = strchr(line, '\t');
		if (!tab)
			break;
		*tab = '\0';
		line = tab + 1;
	}
	return n;
}

static bool line_parse(char *line, struct kexport *ret)
{
	char *fields[5], *end;
	unsigned long crc;
	int n;

	n = line_split(line, fields, 5);
	if (n < 4 || !*fields[1] || !*fields[2])
		return false;
	crc = strtoul(fields[0], &end, 16);
	if (*end || end == fields[0] || crc > UINT32_MAX)
		return false;
	*ret = (struct kexport){
		.name = fields[1],
		.module = fields[2],
		.crc = crc,
		.gpl = !strncmp(fields[3], "EXPORT_SYMBOL_GPL", 17),
		.ns = n > 4 ? fields[4] : "",
	};
	return !strncmp(fields[3], "EXPORT_SYMBOL", 13);
}

struct err *symvers_read(const char *path, struct facts *facts)
{
	_cleanup_free_ char *read = NULL;
	struct kexport *export;
	char *text, *line;
	struct err *err;
	size_t n = 0;

	err = file_read(path, &read, NULL);
	if (err)
		return err;
	text = arena_strdup(facts->arena, read);
	while ((line = strsep(&text, "\n"))) {
		n++;
		if (!*line)
			continue;
		export = arena_new(facts->arena, struct kexport);
		if (!line_parse(line, export))
			return err_new(ERR_FAILED, "'%s': line %zu is no "
				       "export", path, n);
		map_put(&facts->exports, export->name, export);
	}
	return NULL;
}
