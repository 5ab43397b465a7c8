# SPDX-License-Identifier: GPL-2.0
# A static local disappears with the code that used it: that is no reason
# against the patch, and the other of its name keeps its value.
	.include "golden.inc"

	STRING .Ltwo, "two"
	DATA .data.count.0, aw, count.0, 0
	FUNC foo
	movq $.Ltwo, %rdi
	incl count.0(%rip)
	ret
	END foo
