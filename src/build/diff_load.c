// SPDX-License-Identifier: GPL-2.0
#include "build/diff_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "kernel/decompress.h"

static bool is_packed(const char *text, size_t size)
{
	static const struct {
		const char *magic;
		size_t len;
	} packers[] = {
		{ "\x1f\x8b", 2 }, { "\xfd" "7zXZ", 5 },
		{ "\x28\xb5\x2f\xfd", 4 }, { "BZh", 3 },
	};

	for (size_t i = 0; i < ARRAY_LEN(packers); i++)
		if (size > packers[i].len &&
		    !memcmp(text, packers[i].magic, packers[i].len))
			return true;
	return false;
}

static struct err *unpack(const char *path, char **text, size_t *size)
{
	uint8_t *out = NULL;
	struct err *err;

	err = decompress_all((const uint8_t *)*text, *size, &out, size);
	/* what it cannot read at all libarchive gives back as it is */
	if (!err && is_packed((const char *)out, *size)) {
		free(out);
		err = err_new(ERR_FAILED, "is damaged, or packed twice");
	}
	if (err)
		return err_wrap(err, "'%s'", path);
	free(*text);
	*text = xmalloc(*size + 1);
	memcpy(*text, out, *size);
	(*text)[*size] = '\0';
	free(out);
	return NULL;
}

/* Some programs end each line like that; the kernel's sources never do. */
static void returns_cut(char *text)
{
	const char *head = strstr(text, "\n+++ ");
	size_t len = head ? strcspn(head + 1, "\n") : 0;
	char *to = text;

	if (!len || head[len] != '\r')
		return;
	for (const char *from = text; *from; from++)
		if (strncmp(from, "\r\n", 2))
			*to++ = *from;
	*to = '\0';
}

struct err *diff_load(const char *path, char **ret)
{
	_cleanup_free_ char *text = NULL;
	struct err *err;
	size_t size;

	err = file_read(strcmp(path, "-") ? path : "/dev/stdin", &text, &size);
	if (!err && is_packed(text, size))
		err = unpack(path, &text, &size);
	if (err)
		return err;
	if (strlen(text) != size)
		return err_new(ERR_FAILED, "'%s' is not a diff: it has bytes "
			       "that are no text", path);
	mail_decode(text, ret);
	returns_cut(*ret);
	return NULL;
}
