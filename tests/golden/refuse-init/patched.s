# SPDX-License-Identifier: GPL-2.0
# A change of code and data that are gone after boot.
	.include "golden.inc"

	.section .init.text, "ax", @progbits
	.type setup, @function
setup:
	movl $2, %eax
	ret
	END setup
	.section .init.data, "aw", @progbits
	.type table, @object
	.size table, 4
table:
	.long 2
