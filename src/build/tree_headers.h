/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tree_headers - what the distribution prepared, taken from its packages
 */
#ifndef KMEND_BUILD_TREE_HEADERS_H
#define KMEND_BUILD_TREE_HEADERS_H

#include "build/tree.h"

/**
 * Do the packages have all that a tree needs, and would it be made the same
 * here? The compiler must be known to be the kernel's own.
 *
 * @param config  the kernel's configuration, its text.
 */
bool tree_headers_fit(const struct tree *tree, const char *config);

/**
 * Make of @tree->dir, where the configuration is already, a tree in which
 * units can be compiled.
 */
struct err *tree_headers_take(const struct tree *tree) __must_check;

#endif
