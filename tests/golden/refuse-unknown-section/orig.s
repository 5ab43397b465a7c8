# SPDX-License-Identifier: GPL-2.0
# A section that nobody knows.
	.include "golden.inc"

	FUNC foo
	1: movl $1, %eax
	ret
	END foo
	.section __mystery_table, "a", @progbits
	.quad 1b
