// SPDX-License-Identifier: GPL-2.0
/*
 * package_verify - is a source tree the one that headers were made of?
 *
 * The common headers are the source's own include/, as the kernel was built:
 * with the patches of its flavour. That tells a source with other patches
 * (the -rt kernels of 6.1 and 6.12 have some) or of another version, in a
 * fraction of a second, from the first file that differs.
 */
#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "kernel/package_stage.h"

static struct err *differs(const char *rel)
{
	return err_new(ERR_FAILED,
		       "the source is not what this kernel was built from: '%s' is not as in its headers",
		       rel);
}

static struct err *verify_file(const char *a, const char *b, const char *rel)
{
	const uint8_t *map_a = NULL, *map_b = NULL;
	size_t size_a = 0, size_b = 0;
	struct err *err, *missing;
	bool same = false;

	err = file_map(a, &map_a, &size_a);
	if (err)
		return err;
	missing = file_map(b, &map_b, &size_b);
	if (!missing)
		same = size_a == size_b &&
		       (!size_a || !memcmp(map_a, map_b, size_a));
	err_destroy(missing);
	file_unmap(map_a, size_a);
	file_unmap(map_b, size_b);
	return same ? NULL : differs(rel);
}

static struct err *verify_dir(const char *headers, const char *source,
			      const char *rel)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", headers, rel);
	DIR *d = opendir(path);
	struct dirent *entry;
	struct err *err = NULL;

	if (!d)
		return err_errno(errno, "cannot read '%s'", path);
	while (!err && (entry = readdir(d))) {
		_cleanup_free_ char *sub = NULL, *a = NULL, *b = NULL;

		if (entry->d_name[0] == '.')
			continue;
		sub = xasprintf("%s/%s", rel, entry->d_name);
		a = xasprintf("%s/%s", headers, sub);
		b = xasprintf("%s/%s", source, sub);
		err = path_is_dir(a) ? verify_dir(headers, source, sub) :
				       verify_file(a, b, sub);
	}
	closedir(d);
	return err;
}

struct err *package_verify(const char *root, const char *common,
			   const char *source)
{
	_cleanup_free_ char *headers = xasprintf("%s/usr/src/%s", root,
						 common);

	return verify_dir(headers, source, "include");
}
