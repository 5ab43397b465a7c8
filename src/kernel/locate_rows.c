// SPDX-License-Identifier: GPL-2.0
/*
 * locate_rows - which sections of a unit are not in the image as they were
 * compiled
 *
 * The kernel's linker script (include/asm-generic/vmlinux.lds.h,
 * arch/x86/kernel/vmlinux.lds.S), its build (sorttable, resolve_btfids,
 * modpost) and objtool decide that. A section without a row is compared.
 */
#include <string.h>

#include "base/err.h"
#include "kernel/locate.h"

static const struct locate_row rows[] = {
	/* thrown away by the linker script */
	{ .name = ".discard", .prefix = true, .act = LOCATE_SKIP },
	{ .name = ".exitcall.exit", .act = LOCATE_SKIP },
	{ .name = ".export_symbol", .act = LOCATE_SKIP },
	{ .name = ".modinfo", .act = LOCATE_SKIP },
	{ .name = ".note", .prefix = true, .act = LOCATE_SKIP },
	/* sorted by name, one section for each symbol */
	{ .name = "___ksymtab", .prefix = true, .act = LOCATE_SKIP },
	{ .name = "___kcrctab", .prefix = true, .act = LOCATE_SKIP },
	{ .name = "__ksymtab_strings", .act = LOCATE_SKIP },
	/* sorted by address after linking (scripts/sorttable.c) */
	{ .name = "__ex_table", .act = LOCATE_SKIP },
	{ .name = "__mcount_loc", .act = LOCATE_SKIP },
	{ .name = ".orc_", .prefix = true, .act = LOCATE_SKIP },
	/* only the compiler's word to objtool */
	{ .name = "__patchable_function_entries", .act = LOCATE_SKIP },
	/* made by objtool, of the unit or of the whole kernel */
	{ .name = ".call_sites", .act = LOCATE_SKIP },
	{ .name = ".ibt_endbr_seal", .act = LOCATE_SKIP },
	{ .name = ".retpoline_sites", .act = LOCATE_SKIP },
	{ .name = ".return_sites", .act = LOCATE_SKIP },
	{ .name = ".static_call_sites", .act = LOCATE_SKIP },
	/* numbers filled in after linking (resolve_btfids) */
	{ .name = ".BTF_ids", .act = LOCATE_SKIP },

	{ .name = ".altinstructions", .act = LOCATE_TABLE,
	  .start = "__alt_instructions", .end = "__alt_instructions_end" },
	{ .name = ".parainstructions", .act = LOCATE_TABLE,
	  .start = "__parainstructions", .end = "__parainstructions_end" },
	{ .name = ".smp_locks", .act = LOCATE_TABLE,
	  .start = "__smp_locks", .end = "__smp_locks_end" },
	{ .name = "__bug_table", .act = LOCATE_TABLE,
	  .start = "__start___bug_table", .end = "__stop___bug_table" },
	{ .name = "__jump_table", .act = LOCATE_TABLE, .jump_table = true,
	  .start = "__start___jump_table", .end = "__stop___jump_table" },

	{ .name = ".data..percpu", .prefix = true, .percpu = true,
	  .act = LOCATE_COMPARE },
};

const struct locate_row *locate_row_find(const char *name)
{
	const struct locate_row *row;
	size_t len;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		row = &rows[i];
		len = strlen(row->name);
		if (row->prefix ? !strncmp(name, row->name, len) :
				  !strcmp(name, row->name))
			return row;
	}
	return NULL;
}
