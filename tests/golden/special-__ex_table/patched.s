# SPDX-License-Identifier: GPL-2.0
# An access that may fault, with its landing pad in the cold piece. Only the
# entries of the changed function are in the output.
	.include "golden.inc"

	FUNC same
	1: movl (%rdi), %eax
	ret
	END same
	FUNC foo
	2: movl (%rdi), %eax
.Lafter:
	movl $2, %eax
	ret
	END foo
	.text
	NOTRACE foo.cold
	3: xorl %eax, %eax
	jmp .Lafter
	END foo.cold
	.section __ex_table, "a", @progbits
	.p2align 2
	.long 1b - ., 1b + 2 - ., 3
	.long 2b - ., 3b - ., 3
