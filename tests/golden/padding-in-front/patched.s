# SPDX-License-Identifier: GPL-2.0
# Linux 6.12: 16 bytes of padding in front of a function are part of it.
	.include "golden.inc"

	.section .text.foo, "ax", @progbits
	.p2align 4
.Lpad:
	.skip 16, 0x90
	.type foo, @function
foo:
	endbr64
	9: call __fentry__
	movl $2, %eax
	ret
	END foo
	.section __mcount_loc, "a", @progbits
	.quad 9b
	.section __patchable_function_entries, "awo", @progbits, .text.foo
	.quad .Lpad
	.section .note.gnu.property, "a", @note
	.long 4, 0, 5
	.asciz "GNU"
