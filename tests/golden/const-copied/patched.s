# SPDX-License-Identifier: GPL-2.0
# A static constant changed, and so did everybody who uses it: it is copied.
	.include "golden.inc"

	DATA .rodata.limits, a, limits, 20
	FUNC foo
	movl limits(%rip), %eax
	movl $2, %ecx
	ret
	END foo
