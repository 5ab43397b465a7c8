# SPDX-License-Identifier: GPL-2.0
# A changed function that uses what is gone after boot.
	.include "golden.inc"

	.section .init.text, "ax", @progbits
	.type setup, @function
setup:
	movl $1, %eax
	ret
	END setup
	.section .init.data, "aw", @progbits
	.type table, @object
	.size table, 4
table:
	.long 1
	FUNC foo
	ret
	END foo
