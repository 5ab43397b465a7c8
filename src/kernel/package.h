/* SPDX-License-Identifier: GPL-2.0 */
/*
 * package - a stock kernel's Debian packages, fetched and unpacked
 */
#ifndef KMEND_KERNEL_PACKAGE_H
#define KMEND_KERNEL_PACKAGE_H

#include "base/err.h"

/* One kernel in the cache; all paths absolute. */
struct kernel {
	char *release;		/* "6.1.0-56-cloud-amd64" */
	char *version;		/* Debian's, "6.1.192-2" */
	char *series;		/* "6.1" */
	char *dir;		/* its directory in the cache */
	char *root;		/* where boot/, lib/modules/, usr/src/ are */
	char *image;		/* .../boot/vmlinuz-RELEASE */
	char *headers;		/* the directory that `make -C` takes */
	char *modules;		/* .../lib/modules/RELEASE */
	char *source;		/* what `make -C` takes */
	char *kbuild;		/* .../usr/lib/linux-kbuild-... */
	char *own;		/* where it was built, see own.h; or NULL:
				 * it is Debian's */
	char *own_key;		/* of what was built there; or NULL */
	char *own_cc;		/* the compiler as make knew it; or NULL */
};

/**
 * Get a kernel into the cache: packages of one version, verified by apt,
 * unpacked without being installed. What is there already is not fetched
 * again; an interrupted fetch goes on where it was.
 *
 * What a series means, and which of several versions of a release, is asked
 * of apt each time; if apt cannot tell, the cache may have the answer.
 *
 * @param what    a release ("6.1.0-56-cloud-amd64"), maybe with "=VERSION"
 *                behind it, or a series ("6.1", "6.12": the newest
 *                cloud-amd64 one whose source is there).
 * @param source  a source directory in place of linux-source, or NULL.
 * @param ret     caller's to kernel_destroy(); untouched on failure.
 */
struct err *kernel_fetch(const char *what, const char *source,
			 struct kernel **ret) __must_check;
/**
 * As kernel_fetch(), but only from the cache: no network, no apt. The newest
 * that is complete there; with linux-source before one with a source of its
 * own.
 */
struct err *kernel_open(const char *what, struct kernel **ret) __must_check;
void kernel_destroy(struct kernel *kernel);

static inline void kernel_cleanup(struct kernel **kernel)
{
	kernel_destroy(*kernel);
}
#define _cleanup_kernel_ __attribute__((cleanup(kernel_cleanup)))

/** The cache: $KMEND_CACHE, else $XDG_CACHE_HOME/kmend, else ~/.cache/kmend. */
struct err *cache_dir(char **ret) __must_check;

#endif
