/* SPDX-License-Identifier: GPL-2.0 */
/*
 * names - words for the numbers of ELF on x86-64
 */
#ifndef KMEND_ELF_NAMES_H
#define KMEND_ELF_NAMES_H

#include <stdbool.h>
#include <stdint.h>

/** "R_X86_64_PC32"; "R_X86_64_?" if unknown. */
const char *reloc_name(uint32_t type);

/**
 * Bytes that a relocation changes: 0 (NONE), 1, 2, 4 or 8. An unknown type is
 * taken for 8, so that no one reads behind the end of a section.
 */
unsigned int reloc_width(uint32_t type);

const char *sec_type_name(uint32_t type);	/* "PROGBITS", or "?" */
const char *sym_bind_name(uint8_t bind);	/* "global", or "?" */
const char *sym_type_name(uint8_t type);	/* "func", or "?" */

struct sec;

/** Does the final link of a module throw the section away? */
bool sec_is_discarded(const struct sec *sec);

/** Does it hold struct static_call_site (linux/static_call_types.h)? */
bool sec_is_static_call_sites(const struct sec *sec);

#endif
