# SPDX-License-Identifier: GPL-2.0
# The calls of __fentry__ are nops already, with relocations of no type where
# they were, and __mcount_loc has one of boot code only. foo() and bar() can be
# redirected all the same. In baz() the relocation is not where a call could
# have been.
	.include "golden.inc"

	# NOP name: what objtool makes of the call
	.macro NOP name
	.byte 0x0f, 0x1f, 0x44, 0x00, 0x00
	.reloc . - 4, R_X86_64_NONE, __fentry__ - 4
	.endm

	.globl foo, bar, baz
	NOTRACE foo
	NOP foo
	movl $2, %eax
	ret
	END foo
	NOTRACE bar
	endbr64
	NOP bar
	movl $2, %eax
	ret
	END bar
	NOTRACE baz
	movl $2, %eax
	.reloc . - 3, R_X86_64_NONE, __fentry__ - 4
	ret
	END baz

	.section .init.text, "ax", @progbits
	.type begin, @function
begin:
	NOP begin
	xorl %eax, %eax
	ret
	.size begin, . - begin
	.section __mcount_loc, "a", @progbits
	.quad begin
