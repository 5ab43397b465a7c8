# SPDX-License-Identifier: GPL-2.0
# What the kernel reads once, at boot: something new in any of these sections
# is refused by name; what was there before is no change.
	.include "golden.inc"

	FUNC foo
	movl $1, %eax
	ret
	END foo
	.section .initcall6.init, "a", @progbits
	.long foo - .
