# SPDX-License-Identifier: GPL-2.0
# A constant changed that an unchanged function uses.
	.include "golden.inc"

	DATA .rodata.limits, a, limits, 10
	FUNC foo
	movl limits(%rip), %eax
	movl $1, %ecx
	ret
	END foo
	FUNC bar
	movl limits(%rip), %eax
	ret
	END bar
