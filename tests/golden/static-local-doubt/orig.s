# SPDX-License-Identifier: GPL-2.0
# One of two static locals of a name is gone, or one came, and nothing tells
# which: those that it may be begin anew, and the author is told. What stands
# behind the string is in no doubt.
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

	DATA .data.seen.0, aw, seen.0, 0
	FUNC bar
	incl seen.0(%rip)
	ret
	END bar
