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

/* Sections of a module that its loader and we read by name. */
#define SEC_MODINFO	".modinfo"
#define SEC_VERSIONS	"__versions"
#define SEC_BUILD_ID	".note.gnu.build-id"
#define SEC_IBT_SEAL	".ibt_endbr_seal"

/*
 * Documentation/livepatch/module-elf-format.rst, Linux 6.1 and 6.12: sections
 * of relocations are called .klp.rela.OBJECT.SECTION, their symbols
 * .klp.sym.OBJECT.NAME,SYMPOS.
 */
#define SEC_KLP_PREFIX	".klp.rela."
#define SYM_KLP_PREFIX	".klp.sym."
#ifndef SHF_RELA_LIVEPATCH
#define SHF_RELA_LIVEPATCH	0x00100000
#endif
#ifndef SHN_LIVEPATCH
#define SHN_LIVEPATCH		0xff20
#endif

/** Does the final link of a module throw the section away? */
bool sec_is_discarded(const struct sec *sec);

/** Does it hold struct static_call_site (linux/static_call_types.h)? */
bool sec_is_static_call_sites(const struct sec *sec);

/**
 * What of a module the kernel looks at once, when the module is loaded, to
 * change its code or to remember it ("a jump label"); NULL for most sections.
 */
const char *sec_applied_at_load(const struct sec *sec);

#endif
