# SPDX-License-Identifier: GPL-2.0
# A function in a section group.
	.include "golden.inc"

	FUNC foo
	ret
	END foo
	.section .text.bar, "axG", @progbits, bar, comdat
	.type bar, @function
bar:
	9: call __fentry__
	movl $2, %eax
	ret
	END bar
	.section __mcount_loc, "a", @progbits
	.quad 9b
