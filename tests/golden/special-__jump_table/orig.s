# SPDX-License-Identifier: GPL-2.0
# Static branches on keys of the kernel, of this unit, and local. Only the
# entries of the changed function are in the output.
	.include "golden.inc"

	DATA .data.local_key, aw, local_key, 0
	FUNC same
	1: .byte 0x0f, 0x1f, 0x44, 0, 0
	ret
	END same
	FUNC foo
	2: .byte 0x0f, 0x1f, 0x44, 0, 0
	3: jmp .Lyes
.Lyes:
	movl $1, %eax
	ret
	END foo
	.section __jump_table, "aw", @progbits
	.p2align 3
	.long 1b - ., 1b - .
	.quad kernel_key - .
	.long 2b - ., .Lyes - .
	.quad kernel_key + 2 - .
	.long 3b - ., .Lyes - .
	.quad local_key + 1 - .
