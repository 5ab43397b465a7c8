/* SPDX-License-Identifier: GPL-2.0 */
/*
 * btf - sizes of the kernel's types, from the BTF in its image
 */
#ifndef KMEND_KERNEL_BTF_H
#define KMEND_KERNEL_BTF_H

#include <stdint.h>

#include "base/err.h"

struct facts;
struct btf_types;

/**
 * Types that are read from the image when they are first asked for: most
 * commands never ask, and decoding costs more than the cached facts do.
 */
struct btf_types *btf_types_create(void);
/** NULL is fine. */
void btf_types_destroy(struct btf_types *types);

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
