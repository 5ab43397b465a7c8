# SPDX-License-Identifier: GPL-2.0
# One of two static locals of a name is gone, and nothing tells which: the one
# that is left begins anew, and the author is told. The third is in no doubt.
	.include "golden.inc"

	STRING .Lend, "end"
	DATA .data.count.0, aw, count.0, 0
	DATA .data.count.1, aw, count.1, 0
	DATA .data.count.2, aw, count.2, 0
	FUNC foo
	incl count.0(%rip)
	incl count.1(%rip)
	movq $.Lend, %rdi
	incl count.2(%rip)
	ret
	END foo
