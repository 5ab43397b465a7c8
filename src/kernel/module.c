// SPDX-License-Identifier: GPL-2.0
/*
 * module - a kernel's module, as it is on disk
 *
 * Whether it is packed is told by its bytes; its name is not believed.
 */
#include "kernel/module.h"

#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "kernel/decompress.h"

static struct err *read_packed(const char *path, const uint8_t *data,
			       size_t size, struct obj **ret)
{
	_cleanup_free_ uint8_t *out = NULL;
	struct err *err;
	size_t n;

	err = decompress_all(data, size, &out, &n);
	if (err)
		return err_wrap(err, "'%s'", path);
	return obj_read_bytes(path, out, n, ret);
}

struct err *module_read(const char *path, struct obj **ret)
{
	const uint8_t *data;
	struct err *err;
	size_t size;

	err = file_map(path, &data, &size);
	if (err)
		return err;
	if (size >= SELFMAG && memcmp(data, ELFMAG, SELFMAG))
		err = read_packed(path, data, size, ret);
	else
		err = obj_read_bytes(path, data, size, ret);
	file_unmap(data, size);
	return err;
}
