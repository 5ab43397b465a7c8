# SPDX-License-Identifier: GPL-2.0
# An existing variable grew.
	.include "golden.inc"

	DATA .data.value, aw, value, 1
	DATA .data.size, aw, size, 0
	FUNC foo
	movl value(%rip), %eax
	addl size(%rip), %eax
	ret
	END foo
