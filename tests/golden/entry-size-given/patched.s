# SPDX-License-Identifier: GPL-2.0
# The same table with its size given.
	.include "golden.inc"

	FUNC foo
	1: nop
	movl $2, %eax
	ret
	END foo
	.section __jump_table, "aw", @progbits
	.long 1b - ., 1b - .
	.quad key - .
	.quad 0
