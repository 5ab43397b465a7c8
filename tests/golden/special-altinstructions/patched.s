# SPDX-License-Identifier: GPL-2.0
# Alternatives, of which one has no replacement; struct alt_instr of Linux
# 6.1. Only the entries of the changed function are in the output.
	.include "golden.inc"

	FUNC same
	1: nop
	ret
	END same
	FUNC foo
	2: nop
	3: nop
	movl $2, %eax
	ret
	END foo
	.section .altinstructions, "a", @progbits
	.long 1b - ., 11f - .
	.word 20
	.byte 1, 3
	.long 2b - ., 12f - .
	.word 21
	.byte 1, 0
	.long 3b - ., 12f - .
	.word 22
	.byte 1, 5
	.section .altinstr_replacement, "ax", @progbits
	11: stac
	12: call helper
