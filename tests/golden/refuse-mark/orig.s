# SPDX-License-Identifier: GPL-2.0
# Marks that cannot be followed: a finding that nobody can accept, a mode and
# a mark that there are not, a text of two lines, a part of a function that
# the rest jumps into, a tracepoint that code of the patch needs.
	.include "golden.inc"

	FUNC user
	movl $1, %ecx
	ret
	END user
	NOTRACE untraced
	movl $1, %ecx
	ret
	END untraced
	.globl untraced
	FUNC body
	movl $1, %ecx
	jmp .Linside
	END body
	FUNC tail
	nop
.Linside:
	ret
	END tail
