# SPDX-License-Identifier: GPL-2.0
# New static variables come with their values; of a section that holds
# several, only the new one.
	.include "golden.inc"

	DATA .data..read_mostly, aw, old, 1
	DATA .data..read_mostly, aw, new, 0x1234
	.local zeros
	.pushsection .bss.zeros, "aw", @nobits
	.type zeros, @object
	.size zeros, 16
zeros:
	.zero 16
	.popsection
	FUNC foo
	movl old(%rip), %eax
	addl new(%rip), %eax
	cmpl $0, zeros+8(%rip)
	ret
	END foo
