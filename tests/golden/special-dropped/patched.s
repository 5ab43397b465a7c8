# SPDX-License-Identifier: GPL-2.0
# Of sections that a patch does without, or that are made anew when it is
# linked, nothing is in the output, though all of them are about what changed.
	.include "golden.inc"

	FUNC foo
	movl $2, %eax
	ret
	END foo
	.section ".discard.addressable", "", @progbits
	.long foo - .
	.section ".orc_unwind", "a", @progbits
	.long foo - .
	.section ".orc_unwind_ip", "a", @progbits
	.long foo - .
	.section ".orc_header", "a", @progbits
	.long foo - .
	.section ".retpoline_sites", "a", @progbits
	.long foo - .
	.section ".return_sites", "a", @progbits
	.long foo - .
	.section ".call_sites", "a", @progbits
	.long foo - .
	.section ".cfi_sites", "a", @progbits
	.long foo - .
	.section ".ibt_endbr_seal", "a", @progbits
	.long foo - .
	.section ".static_call_sites", "a", @progbits
	.long foo - .
	.section ".note.x", "a", @progbits
	.long foo - .
	.section ".eh_frame", "a", @progbits
	.long foo - .
	.section ".modinfo", "a", @progbits
	.long foo - .
	.section ".BTF", "a", @progbits
	.long foo - .
	.section ".BTF.ext", "a", @progbits
	.long foo - .
	.section "__versions", "a", @progbits
	.long foo - .
	.section ".printk_index", "a", @progbits
	.long foo - .
	.section "_error_injection_whitelist", "a", @progbits
	.long foo - .
	.section .discard, "aw", @progbits
	.quad foo
	.section __patchable_function_entries, "awo", @progbits, .text.foo
	.quad foo
	.section .debug_info, "", @progbits
	.long 0
	.section .debug_line, "", @progbits
	.long 0
