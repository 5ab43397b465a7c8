/* SPDX-License-Identifier: GPL-2.0 */
/*
 * locate_ko - find a compiled unit in the module that it is a part of
 */
#ifndef KMEND_KERNEL_LOCATE_KO_H
#define KMEND_KERNEL_LOCATE_KO_H

#include "elf/obj.h"
#include "kernel/facts.h"

/**
 * As unit_locate(), but in a module as it was shipped.
 *
 * In the map, object is the module's name, a symbol's section one of the
 * module's (NULL: the module does not define it) and its addr an offset in
 * that. in_kallsyms and sympos are those of module_keeps() and
 * module_sympos().
 *
 * @param ko    from module_read(); it is not changed.
 * @param unit  compiled without -ffunction-sections.
 * @param ret   the map; caller's to unit_map_destroy().
 * @return      NULL, or where the first difference is.
 */
struct err *unit_locate_ko(const struct obj *ko, const struct obj *unit,
			   struct unit_map **ret) __must_check;

#endif
