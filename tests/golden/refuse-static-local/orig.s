# SPDX-License-Identifier: GPL-2.0
# The value of a static local changed from zero: it is the same variable in
# another section.
	.include "golden.inc"

	.pushsection .bss.count.0, "aw", @nobits
	.type count.0, @object
	.size count.0, 4
count.0:
	.zero 4
	.popsection
	FUNC foo
	movl count.0(%rip), %eax
	ret
	END foo
