# SPDX-License-Identifier: GPL-2.0
# A changed function that cannot be redirected: a global one, and one whose
# address is in a table.
	.include "golden.inc"

	.globl visible
	NOTRACE visible
	movl $1, %eax
	ret
	END visible
	NOTRACE hidden
	movl $1, %eax
	ret
	END hidden
	.section .rodata.ops, "a", @progbits
	.type ops, @object
	.size ops, 8
ops:
	.quad hidden
