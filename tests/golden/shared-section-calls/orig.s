# SPDX-License-Identifier: GPL-2.0
# Two functions of one section: the assembler wrote the distance between
# them; it becomes a relocation.
	.include "golden.inc"

	.section .sched.text, "ax", @progbits
	.type one, @function
one:
	8: call __fentry__
	movl $1, %eax
	call two
	call three
	ret
	END one
	.p2align 4
	.type two, @function
two:
	9: call __fentry__
	ret
	END two
	.p2align 4
	.type three, @function
three:
	7: call __fentry__
	movl $1, %eax
	ret
	END three
	.section __mcount_loc, "a", @progbits
	.quad 8b, 9b, 7b
