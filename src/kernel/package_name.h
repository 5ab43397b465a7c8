/* SPDX-License-Identifier: GPL-2.0 */
/*
 * package_name - what Debian calls its kernels
 */
#ifndef KMEND_KERNEL_PACKAGE_NAME_H
#define KMEND_KERNEL_PACKAGE_NAME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

/* What somebody asks for. */
struct package_name {
	const char *release;	/* NULL: the newest of the series */
	const char *version;	/* NULL: the newest of the release */
	const char *series;	/* "6.1" */
	const char *flavour;	/* "cloud-amd64", "rt-amd64", "amd64" */
};

/**
 * Understand "6.1", "6.1.0-56-cloud-amd64" or "RELEASE=VERSION".
 *
 * @param ret  its strings come from @arena.
 */
struct err *package_name_parse(struct arena *arena, const char *what,
			       struct package_name *ret) __must_check;

/** The flavour that a release is of, or NULL. */
const char *package_flavour(const char *release);

/** Is this release, of this version, what is asked for? */
bool package_name_fits(const struct package_name *name, const char *release,
		       const char *version);

#endif
