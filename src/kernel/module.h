/* SPDX-License-Identifier: GPL-2.0 */
/*
 * module - a kernel module as it lies on disk
 */
#ifndef KMEND_KERNEL_MODULE_H
#define KMEND_KERNEL_MODULE_H

#include <stdbool.h>

#include "base/arena.h"
#include "elf/obj.h"

/**
 * Read a .ko, .ko.xz, .ko.zst or .ko.gz.
 *
 * @param ret  as obj_read().
 */
struct err *module_read(const char *path, struct obj **ret) __must_check;

/**
 * The name of a module as the kernel has it: of "net/foo-bar.ko.xz" it is
 * "foo_bar".
 */
const char *module_name(struct arena *arena, const char *path);

/** The n-th value of a key of .modinfo, counted from 0; NULL if none. */
const char *module_info(const struct obj *ko, const char *key, size_t n);

/** Does "a,b,c", as .modinfo has lists, contain @name? '-' is '_'. */
bool module_list_has(const char *list, const char *name);

/** The GNU build ID of a module, lower hex, into @arena; NULL if none. */
const char *module_build_id(struct arena *arena, const struct obj *ko);

/**
 * Does the kernel know the symbol by name as long as the module is there
 * (is_core_symbol() of kernel/module/kallsyms.c, Linux 6.1 and 6.12)? It
 * forgets those of init sections, and never has those that are not loaded.
 */
bool module_keeps(const struct sym *sym);

/**
 * Position of a symbol among those of its name that the kernel keeps, in
 * order of the symbol table, from 1; 0 if it is the only one.
 */
uint32_t module_sympos(const struct obj *ko, const struct sym *sym);

/**
 * The symbol of that name that other units of the module can see, or NULL.
 */
const struct sym *module_global(const struct obj *ko, const char *name);

#endif
