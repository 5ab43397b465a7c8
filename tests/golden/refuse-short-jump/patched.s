# SPDX-License-Identifier: GPL-2.0
# A short jump into another function of the same section cannot be moved.
	.include "golden.inc"

	.section .sched.text, "ax", @progbits
	.type one, @function
one:
	8: call __fentry__
	movl $2, %eax
	jmp two
	END one
	.type two, @function
two:
	9: call __fentry__
	ret
	END two
	.section __mcount_loc, "a", @progbits
	.quad 8b, 9b
