# SPDX-License-Identifier: GPL-2.0
# A static local disappears with the code that used it: that is no reason
# against the patch, and the other of its name keeps its value.
	.include "golden.inc"

	STRING .Lone, "one"
	STRING .Ltwo, "two"
	DATA .data.count.0, aw, count.0, 0
	DATA .data.count.1, aw, count.1, 0
	FUNC foo
	movq $.Lone, %rdi
	incl count.0(%rip)
	movq $.Ltwo, %rdi
	incl count.1(%rip)
	ret
	END foo
