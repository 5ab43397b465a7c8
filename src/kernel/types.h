/* SPDX-License-Identifier: GPL-2.0 */
/*
 * types - sizes of the kernel's types, from the BTF in its image
 */
#ifndef KMEND_KERNEL_TYPES_H
#define KMEND_KERNEL_TYPES_H

#include <stdint.h>

#include "base/err.h"

struct facts;
struct types;

/**
 * Types that are read from the image when they are first asked for: most
 * commands never ask, and decoding costs more than the cached facts do.
 */
struct types *types_create(void);
/** NULL is fine. */
void types_destroy(struct types *types);

/**
 * Size of a struct of the kernel, by name.
 *
 * May be called by several threads at a time.
 *
 * @return  bytes; 0 if the kernel has no BTF, or BTF that is damaged, or no
 *          such struct, or several with different sizes.
 */
uint32_t facts_struct_size(const struct facts *facts, const char *name);

#endif
