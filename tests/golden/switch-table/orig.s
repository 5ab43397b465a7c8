# SPDX-License-Identifier: GPL-2.0
# Switch tables and CSWTCH are part of the function: a change of either is a
# change of it, and they come along.
	.include "golden.inc"

	FUNC foo
	movl CSWTCH.3(,%rdi,4), %eax
	jmp *.Ltab(,%rdi,8)
	1: movl $1, %eax
	2: ret
	END foo
	FUNC bar
	movl CSWTCH.4(,%rdi,4), %eax
	ret
	END bar
	.section .rodata.foo, "a", @progbits
	.p2align 3
.Ltab:
	.quad 1b, 2b
	DATA .rodata.CSWTCH.3, a, CSWTCH.3, 1
	DATA .rodata.CSWTCH.4, a, CSWTCH.4, 7
