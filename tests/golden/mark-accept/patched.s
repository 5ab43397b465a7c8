# SPDX-License-Identifier: GPL-2.0
# Findings that the author accepts are notes with his reason: the variable
# keeps its value, an __init function, an initcall and an export are left
# out, a function that did not change goes on with the old constant.
	.include "golden.inc"

	DATA .data.limit, aw, limit, 20
	DATA .rodata.table, a, table, 20
	.section .init.text, "ax", @progbits
	.type setup, @function
setup:	movl $2, %eax
	ret
	END setup
	FUNC other
	movl table(%rip), %eax
	ret
	END other
	FUNC user
	movl limit(%rip), %eax
	addl table(%rip), %eax
	movl $2, %ecx
	ret
	END user
	MARK accept, limit, KM003, "read at boot only"
	MARK accept, table, KM005, "the old table is right for others"
	MARK accept, setup, KM001, "has run long ago"
	MARK accept, other, KM012, "no module needs it yet"
	MARK accept, user, KM008, "not needed again"
	.section ".initcall6.init", "a", @progbits
	.long user - .
	.section "___ksymtab+other", "a", @progbits
	.long other - .
