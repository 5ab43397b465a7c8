# SPDX-License-Identifier: GPL-2.0
# A table whose entries have no known size.
	.include "golden.inc"

	FUNC foo
	1: nop
	movl $1, %eax
	ret
	END foo
	.section __jump_table, "aw", @progbits
	.long 1b - ., 1b - .
	.quad key - .
	.quad 0
