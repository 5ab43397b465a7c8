# SPDX-License-Identifier: GPL-2.0
# New static variables come with their values; of a section that holds
# several, only the new one.
	.include "golden.inc"

	DATA .data..read_mostly, aw, old, 1
	FUNC foo
	movl old(%rip), %eax
	ret
	END foo
