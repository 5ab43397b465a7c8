/* SPDX-License-Identifier: GPL-2.0 */
/*
 * package_choose - which packages make up a kernel, as apt knows them
 */
#ifndef KMEND_KERNEL_PACKAGE_CHOOSE_H
#define KMEND_KERNEL_PACKAGE_CHOOSE_H

#include "kernel/apt.h"
#include "kernel/package_name.h"

enum package {
	PACKAGE_IMAGE,		/* vmlinuz and modules */
	PACKAGE_HEADERS,
	PACKAGE_COMMON,		/* headers that the flavours share */
	PACKAGE_KBUILD,
	PACKAGE_SOURCE,		/* not used with --source */
	PACKAGE_N,
};

struct packages {
	const char *release, *version, *series;
	struct apt_version list[PACKAGE_N];
};

/**
 * The newest version of what is asked for of which apt has all packages.
 *
 * As root, apt's lists are read once if they know nothing of the series.
 *
 * @param with_source  linux-source of the same version is needed, too.
 * @param ret          its strings come from @arena.
 * @return             NULL, or what is missing, with what there is instead.
 */
struct err *packages_choose(struct arena *arena,
			    const struct package_name *name, bool with_source,
			    struct packages *ret) __must_check;

/**
 * All kernels of a series and flavour of which apt has image, headers and
 * source of one version, newest first. apt's lists are taken as they are.
 *
 * @param ret  releases, in place of packages, with their versions.
 */
struct err *packages_complete(struct arena *arena,
			      const struct package_name *name,
			      struct apt_versions *ret) __must_check;

#endif
