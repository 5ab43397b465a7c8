# SPDX-License-Identifier: GPL-2.0
# A call of a changed function leads to the new copy, its address is that of
# the old one: in code and in data.
	.include "golden.inc"

	FUNC callee
	movl $1, %eax
	ret
	END callee
	FUNC foo
	call callee
	movq $callee, %rdi
	leaq callee(%rip), %rsi
	call take
	je callee
	ret
	END foo
