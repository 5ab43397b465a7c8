# SPDX-License-Identifier: GPL-2.0
# A RIP-relative operand with an immediate behind it: the addend counts from
# the end of the instruction.
	.include "golden.inc"

	DATA .data..read_mostly, aw, one, 1
	DATA .data..read_mostly, aw, two, 2
	FUNC foo
	cmpl $1, one(%rip)
	cmpl $1, two(%rip)
	ret
	END foo
