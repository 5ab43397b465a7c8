# SPDX-License-Identifier: GPL-2.0
# Marks that cannot be followed: a finding that nobody can accept, a mode and
# a mark that there are not, a text of two lines, a part of a function that
# the rest jumps into, a tracepoint that code of the patch needs.
	.include "golden.inc"

	FUNC user
	movl $2, %ecx
	incl mine(%rip)
	ret
	END user
	NOTRACE untraced
	movl $2, %ecx
	ret
	END untraced
	.globl untraced
	FUNC body
	movl $2, %ecx
	jmp .Linside
	END body
	FUNC tail
	nop
	nop
.Linside:
	ret
	END tail
	MARK accept, untraced, KM006, "I know"
	MARK accept, nobody, KM003, "wrong name"
	MARK accept, user, KM999, "no such finding"
	MARK mode, -, -, "sometimes"
	MARK wish, -, -, "sun"
	MARK hope, user
	MARK description, -, -, "two\nlines"
	MARK ignore, tail
	DATA __tracepoints, aw, mine, 0
	MARK accept, mine, KM008, "nobody enables it"
