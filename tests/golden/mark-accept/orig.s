# SPDX-License-Identifier: GPL-2.0
# Findings that the author accepts are notes with his reason: the variable
# keeps its value, an __init function, an initcall and an export are left
# out, a function that did not change goes on with the old constant.
	.include "golden.inc"

	DATA .data.limit, aw, limit, 10
	DATA .rodata.table, a, table, 10
	.section .init.text, "ax", @progbits
	.type setup, @function
setup:	movl $1, %eax
	ret
	END setup
	FUNC other
	movl table(%rip), %eax
	ret
	END other
	FUNC user
	movl limit(%rip), %eax
	addl table(%rip), %eax
	movl $1, %ecx
	ret
	END user
