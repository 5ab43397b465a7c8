# SPDX-License-Identifier: GPL-2.0
# Entries as kernels of 4.x have them, and nobody gives their sizes: jump
# labels of three addresses, exceptions of 8 bytes, bugs without a line.
	.include "golden.inc"

	.macro SITES name, value
	FUNC \name
1:	nopl 0(%rax, %rax)
	movl $\value, %eax
2:	movl (%rax), %eax
3:	ud2
4:	ret
	.pushsection __jump_table, "aw", @progbits
	.quad 1b, 4b, key
	.popsection
	.pushsection .fixup, "ax", @progbits
5:	xorl %eax, %eax
	jmp 3b
	.popsection
	.pushsection __ex_table, "a", @progbits
	.long 2b - ., 5b - .
	.popsection
	.pushsection __bug_table, "aw", @progbits
	.long 3b - .
	.short 0, 0
	.popsection
	END \name
	.endm

	SITES foo, 1
	SITES bar, 1
	SITES baz, 1
