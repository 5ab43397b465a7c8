// SPDX-License-Identifier: GPL-2.0
/*
 * line_calls - functions of the kernel that are told the line of their caller
 *
 * Objects without debug information do not say which constants are line
 * numbers. What is certain without it is a closed list: the constant is
 * loaded into the register in which one of these functions takes __LINE__,
 * and the next call, with no jump in between, is to that function.
 *
 *	mov $0x397, %esi
 *	mov $file, %rdi
 *	call warn_slowpath_null
 */
#include <string.h>

#include "diff/model.h"

/* First byte of "mov $imm32, register". */
#define ESI 0xbe
#define EDX 0xba
#define ECX 0xb9

struct line_call {
	uint8_t mov;
	const char *name;
	const char *text;	/* what else it is told, if that decides */
};

/* clang-format off */
static const struct line_call calls[] = {
	{ .mov = ESI, .name = "warn_slowpath_null" },
	{ .mov = ESI, .name = "warn_slowpath_fmt" },
	{ .mov = ESI, .name = "warn_slowpath_fmt_taint" },
	{ .mov = ESI, .name = "__might_sleep" },
	{ .mov = ESI, .name = "___might_sleep" },
	{ .mov = ESI, .name = "__might_resched" },
	{ .mov = ESI, .name = "__might_fault" },
	{ .mov = ESI, .name = "__cant_sleep" },
	{ .mov = ESI, .name = "__cant_migrate" },
	{ .mov = ESI, .name = "lockdep_rcu_suspicious" },
	{ .mov = ESI, .name = "acpi_error" },
	{ .mov = ESI, .name = "acpi_exception" },
	{ .mov = ESI, .name = "acpi_warning" },
	{ .mov = ESI, .name = "acpi_bios_error" },
	{ .mov = ESI, .name = "acpi_bios_exception" },
	{ .mov = ESI, .name = "acpi_bios_warning" },
	{ .mov = ESI, .name = "__ext4_check_dir_entry" },
	{ .mov = ESI, .name = "__ext4_ext_check" },
	{ .mov = ESI, .name = "__ext4_ext_dirty" },
	{ .mov = ESI, .name = "__ext4_forget" },
	{ .mov = ESI, .name = "__ext4_grp_locked_error" },
	{ .mov = ESI, .name = "__ext4_journal_get_create_access" },
	{ .mov = ESI, .name = "__ext4_journal_stop" },
	{ .mov = ESI, .name = "__ext4_journal_get_write_access" },
	{ .mov = ESI, .name = "__ext4_handle_dirty_metadata" },
	{ .mov = EDX, .name = "__ext4_error" },
	{ .mov = EDX, .name = "__ext4_std_error" },
	{ .mov = EDX, .name = "__ext4_error_inode" },
	{ .mov = EDX, .name = "__ext4_warning" },
	{ .mov = EDX, .name = "__ext4_abort" },
	{ .mov = EDX, .name = "__ext4_error_file" },
	{ .mov = EDX, .name = "__ext4_warning_inode" },
	{ .mov = ECX, .name = "__ext4_mark_inode_dirty" },
	{ .mov = EDX, .name = "__btrfs_abort_transaction" },
	{ .mov = EDX, .name = "__btrfs_handle_fs_error" },
	{ .mov = EDX, .name = "__btrfs_panic" },
	{ .mov = EDX, .name = "btrfs_assertfail" },
	{ .mov = EDX, .name = "assfail" },	/* of XFS, before 5.9 */
	{ .mov = ECX, .name = "assfail" },
	/* ASSERT_RTNL() before 5.2 */
	{ .mov = EDX, .name = "printk",
	  .text = "RTNL: assertion failed at %s (%d)" },
};
/* clang-format on */

/* Is there such a text among what the code in [@from, @to) refers to? */
static bool refers_to_text(const struct piece *piece, uint64_t from,
			   uint64_t to, const char *text)
{
	vec_for_each(&piece->refs, ref) {
		const struct piece *string = ref->piece;

		if (ref->off < (int64_t)from || ref->off >= (int64_t)to ||
		    !string || string->kind != PIECE_STRING)
			continue;
		if (memmem(string->sec->data + string->off, string->size,
			   text, strlen(text)))
			return true;
	}
	return false;
}

/* The call at @call follows the mov at @off. */
static bool takes_line(const struct piece *piece, uint64_t off, uint64_t call,
		       const char *name)
{
	uint8_t mov = piece->sec->data[piece->base + off];

	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		if (calls[i].mov == mov && !strcmp(calls[i].name, name) &&
		    (!calls[i].text ||
		     refers_to_text(piece, off, call, calls[i].text)))
			return true;
	return false;
}

/* What the field at @off of the code is filled with, or NULL. */
static const struct ref *ref_at(const struct piece *piece, uint64_t off)
{
	vec_for_each(&piece->refs, ref)
		if ((uint64_t)ref->off == off)
			return ref;
	return NULL;
}

bool line_call_follows(const struct piece *piece, uint64_t off)
{
	uint64_t size = piece->size - (piece->base - piece->off);
	const uint8_t *code = piece->sec->data + piece->base;
	const struct ref *ref;
	uint64_t mov = off;
	struct insn insn;

	for (; off < size; off += insn.len) {
		if (!insn_decode(code + off, size - off, &insn))
			return false;
		if (!insn.rel_off)
			continue;
		ref = ref_at(piece, off + insn.rel_off);
		return ref && code[off] == 0xe8 &&
		       takes_line(piece, mov, off, ref->sym->name);
	}
	return false;
}
