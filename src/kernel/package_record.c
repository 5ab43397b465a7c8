// SPDX-License-Identifier: GPL-2.0
/*
 * package_record - the kernels that are complete in the cache
 *
 * The file "kernel" in a kernel's directory is written last, and so says that
 * all the rest is there. It has lines "KEY VALUE". Paths in it start from the
 * directory, which may be moved; only a source of the user's is absolute.
 */
#include "kernel/package_record.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

struct err *record_write(const char *dir, const struct packages *p,
			 const char *source)
{
	_cleanup_free_ char *path = xasprintf("%s/kernel", dir);
	_cleanup_free_ char *text = xasprintf(
		"release %s\nversion %s\nseries %s\nsource %s\n"
		"kbuild root/usr/lib/%s\n",
		p->release, p->version, p->series,
		source ? source : "source", p->list[PACKAGE_KBUILD].package);

	return file_write(path, text, strlen(text));
}

/* The value of @key in @text, or NULL. */
static char *value_of(const char *text, const char *key)
{
	size_t len = strlen(key);

	while (text && *text) {
		if (!strncmp(text, key, len) && text[len] == ' ')
			return xstrndup(text + len + 1,
					strcspn(text + len + 1, "\n"));
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return NULL;
}

static char *path_in(const char *dir, char *path)
{
	char *full;

	if (!path || path[0] == '/')
		return path;
	full = xasprintf("%s/%s", dir, path);
	free(path);
	return full;
}

/* Newer Debians have modules below usr/lib. */
static char *modules_in(const char *root, const char *release)
{
	char *path = xasprintf("%s/lib/modules/%s", root, release);

	if (!path_is_dir(path)) {
		free(path);
		path = xasprintf("%s/usr/lib/modules/%s", root, release);
	}
	return path;
}

static struct err *record_check(const struct kernel *k)
{
	const char *const paths[] = {
		k->image, k->headers, k->modules, k->source, k->kbuild,
	};

	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		if (!path_exists(paths[i]))
			return err_new(ERR_FAILED, "'%s' is gone", paths[i]);
	return NULL;
}

struct err *record_read(const char *dir, struct kernel **ret)
{
	_cleanup_free_ char *path = xasprintf("%s/kernel", dir);
	_cleanup_kernel_ struct kernel *k = NULL;
	_cleanup_free_ char *text = NULL;
	struct err *err;

	err = file_read(path, &text, NULL);
	if (err)
		return err;
	k = xcalloc(1, sizeof(*k));
	k->release = value_of(text, "release");
	k->version = value_of(text, "version");
	k->series = value_of(text, "series");
	k->source = path_in(dir, value_of(text, "source"));
	k->kbuild = path_in(dir, value_of(text, "kbuild"));
	if (!k->release || !k->version || !k->series || !k->source ||
	    !k->kbuild)
		return err_new(ERR_FAILED, "'%s' is damaged", path);
	k->dir = xstrdup(dir);
	k->own = value_of(text, "own");
	if (k->own) {		/* own.h has the rest of it */
		*ret = take_ptr(k);
		return NULL;
	}
	k->root = xasprintf("%s/root", dir);
	k->image = xasprintf("%s/boot/vmlinuz-%s", k->root, k->release);
	k->headers = xasprintf("%s/usr/src/linux-headers-%s", k->root,
			       k->release);
	k->modules = modules_in(k->root, k->release);
	err = record_check(k);
	if (!err)
		*ret = take_ptr(k);
	return err;
}

bool kernel_has_own_source(const struct kernel *kernel)
{
	return strncmp(kernel->source, kernel->dir, strlen(kernel->dir)) ||
	       kernel->source[strlen(kernel->dir)] != '/';
}

void kernel_destroy(struct kernel *k)
{
	if (!k)
		return;
	free(k->release);
	free(k->version);
	free(k->series);
	free(k->dir);
	free(k->root);
	free(k->image);
	free(k->headers);
	free(k->modules);
	free(k->source);
	free(k->kbuild);
	free(k->own);
	free(k->own_key);
	free(k->own_cc);
	free(k);
}
