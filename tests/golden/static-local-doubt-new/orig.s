# SPDX-License-Identifier: GPL-2.0
# A static local came between two strings where one was: either may be it.
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
