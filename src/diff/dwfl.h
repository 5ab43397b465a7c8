/* SPDX-License-Identifier: GPL-2.0 */
/*
 * dwfl - the DWARF of an object file, with the relocations that it has
 */
#ifndef KMEND_DIFF_DWFL_H
#define KMEND_DIFF_DWFL_H

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

/**
 * Calls @see for the first unit of a file, if it has one that can be read.
 * Every section of an object has another address there.
 */
void dwfl_read_unit(const char *path,
		    void (*see)(Dwfl_Module *module, Dwarf_Die *unit,
				void *data), void *data);

#endif
