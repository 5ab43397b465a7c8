# SPDX-License-Identifier: GPL-2.0
# As Linux 6.12 has it: 14 bytes an entry. Only the entries of the changed
# function are in the output.
	.include "golden.inc"

	FUNC same
	1: nop
	ret
	END same
	FUNC foo
	2: nop
	movl $1, %eax
	ret
	END foo
	.section .altinstructions, "a", @progbits
	.long 1b - ., 11f - .
	.word 20, 0
	.byte 1, 3
	.long 2b - ., 12f - .
	.word 21, 0
	.byte 1, 3
	.section .altinstr_replacement, "ax", @progbits
	11: stac
	12: clac
