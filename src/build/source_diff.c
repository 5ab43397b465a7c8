// SPDX-License-Identifier: GPL-2.0
/*
 * source_diff - what a patch changes in the source, kept in its module
 *
 * The diffs of the author come as e-mails, packed, with renamed files, and
 * with text between them. What is kept is made anew: diff(1) compares each
 * touched file of the source with the one that all diffs together made of it.
 * Thus two builds of the same change keep the same bytes, and have the same
 * ID.
 *
 * Example: the diffs rename a.h to b.h and change c.c. Kept are a diff that
 * deletes a.h, one that adds b.h, and one that changes c.c.
 */
#include "build/source_diff.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/process.h"
#include "kernel/decompress.h"
#include "kmend_abi.h"

#define PACK_LEVEL	19
#define SIZE_MAX_KEPT	(256u << 20)
#define ID_DIGITS	40	/* of the hash */

/* diff(1) ends with 1 if the files differ. */
static struct err *file_diff(struct arena *arena, const char *path,
			     const char *from, const char *to,
			     const char **text)
{
	static const char *const env[] = { "LC_ALL=C", NULL };
	bool is_old = path_exists(from), is_new = path_exists(to);
	_cleanup_argv_ struct argv argv = {0};
	char *out = NULL;
	int status = 0;
	struct process opt = { .env = env, .ret_out = &out,
			       .ret_status = &status };
	struct err *err;

	if (!is_old && !is_new)
		return NULL;
	argv_add(&argv, "diff", "-u", "--text", NULL);
	argv_addf(&argv, "--label=%s%s", is_old ? "a/" : "",
		  is_old ? path : "/dev/null");
	argv_addf(&argv, "--label=%s%s", is_new ? "b/" : "",
		  is_new ? path : "/dev/null");
	argv_add(&argv, "--", is_old ? from : "/dev/null",
		 is_new ? to : "/dev/null", NULL);
	err = process_run(&argv, &opt);
	if (!err && status > 1)
		err = err_new(ERR_FAILED, "diff: cannot compare '%s'", path);
	if (!err && out)
		*text = arena_printf(arena, "%s%s", *text, out);
	free(out);
	return err;
}

struct err *source_diff_make(struct arena *arena, const struct map *paths,
			     const char *source, const char *stage,
			     const char **ret)
{
	const char *text = "";
	struct err *err = NULL;

	map_for_each(paths, slot)
		if (!err)
			err = file_diff(arena, slot->str,
					arena_printf(arena, "%s/%s", source,
						     slot->str),
					arena_printf(arena, "%s/%s", stage,
						     slot->str), &text);
	if (!err)
		*ret = text;
	return err;
}

const char *source_diff_id(struct arena *arena, const char *name,
			   const char *build_id, const char *diff)
{
	const char *text = arena_printf(arena, "%s\n%s", build_id, diff);
	char sum[SHA256_HEX];

	bytes_sha256(text, strlen(text), sum);
	return arena_printf(arena, "%s:%.*s", name, ID_DIGITS, sum);
}

void source_diff_write(struct obj *obj, const char *diff)
{
	size_t room = ZSTD_compressBound(strlen(diff)), n;
	_cleanup_free_ char *packed = xmalloc(room);

	n = ZSTD_compress(packed, room, diff, strlen(diff), PACK_LEVEL);
	if (!ZSTD_isError(n))
		obj_add_sec(obj, KMEND_ABI_SEC_SOURCE, SHT_PROGBITS, 0, 1,
			    packed, n);
}

struct err *source_diff_read(struct arena *arena, const struct obj *obj,
			     const char **ret)
{
	const struct sec *sec = obj_find_sec(obj, KMEND_ABI_SEC_SOURCE);
	uint8_t *text = NULL;
	struct err *err;
	size_t size;

	*ret = NULL;
	if (!sec || !sec->data)
		return NULL;
	err = decompress_all(sec->data, sec->size, &text, &size);
	if (!err && size > SIZE_MAX_KEPT)
		err = err_new(ERR_FAILED, "%zu bytes are no diff", size);
	if (!err)
		*ret = arena_printf(arena, "%.*s", (int)size,
				    (const char *)text);
	free(text);
	return err ? err_wrap(err, KMEND_ABI_SEC_SOURCE) : NULL;
}
