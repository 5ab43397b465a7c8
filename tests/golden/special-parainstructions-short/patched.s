# SPDX-License-Identifier: GPL-2.0
# Kernels of 4.x leave out the padding behind the last entry.
	.include "golden.inc"

	.macro SITE name, value
	FUNC \name
	movl $\value, %eax
1:	call *pv_ops
	ret
	.pushsection .parainstructions, "a", @progbits
	.balign 8
	.quad 1b
	.byte 1, 7
	.short 1
	.popsection
	END \name
	.endm

	SITE foo, 1
	SITE bar, 2
