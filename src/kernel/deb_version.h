/* SPDX-License-Identifier: GPL-2.0 */
/*
 * deb_version - which of two Debian versions is the newer one
 */
#ifndef KMEND_KERNEL_DEB_VERSION_H
#define KMEND_KERNEL_DEB_VERSION_H

/**
 * Compare as dpkg does (Debian Policy 5.6.12, deb-version(7)): epoch, then
 * upstream version, then revision; '~' sorts before the end of a part.
 *
 * @return  less than, equal to, or greater than 0, as @a is older than, the
 *          same as, or newer than @b.
 */
int deb_version_cmp(const char *a, const char *b);

#endif
