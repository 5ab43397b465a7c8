# SPDX-License-Identifier: GPL-2.0
# The value of a static local changed from zero: it is the same variable in
# another section.
	.include "golden.inc"

	DATA .data.count.1, aw, count.1, 5
	FUNC foo
	movl count.1(%rip), %eax
	ret
	END foo
