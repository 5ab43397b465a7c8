# SPDX-License-Identifier: GPL-2.0
# A call of a changed function leads to the new copy, its address is that of
# the old one: in code and in data.
	.include "golden.inc"

	.pushsection .data.ops, "aw"
	.type ops, @object
	.size ops, 8
ops:
	.quad callee
	.popsection
	FUNC callee
	movl $2, %eax
	ret
	END callee
	FUNC foo
	call callee
	movq $callee, %rdi
	leaq callee(%rip), %rsi
	call take
	call take
	movq ops(%rip), %rax
	je callee
	ret
	END foo
