# SPDX-License-Identifier: GPL-2.0
# Paravirt calls, Linux 6.1. Only the entries of the changed function are in
# the output.
	.include "golden.inc"

	FUNC same
	1: call *pv_ops+8
	ret
	END same
	FUNC foo
	2: call *pv_ops+16
	movl $1, %eax
	ret
	END foo
	.section .parainstructions, "a", @progbits
	.p2align 3
	.quad 1b
	.byte 1, 7
	.p2align 3
	.quad 2b
	.byte 2, 7
	.p2align 3
