# SPDX-License-Identifier: GPL-2.0
# A table that nobody can cut, and the change is not about it. Nor is a plain
# .discard section.
	.include "golden.inc"

	FUNC foo
	movl $1, %eax
	ret
	END foo
	FUNC bar
1:	ret
2:	nop
	END bar
	.section __jump_table, "aw", @progbits
	.long 1b - ., 2b - .
	.quad key - .
	.quad 0
	.section .discard, "aw", @progbits
	.byte 1
