# SPDX-License-Identifier: GPL-2.0
# Annotations for objtool, of 4 and of 8 bytes; those of no use to it are
# dropped. Only the entries of the changed function are in the output.
	.include "golden.inc"

	FUNC same
	1: nop
	ret
	END same
	FUNC foo
	2: nop
	movl $1, %eax
	ret
	END foo
	.section .discard.reachable
	.long 1b - ., 2b - .
	.section .discard.retpoline_safe
	.quad 1b, 2b
	.section .discard.addressable, "aw"
	.quad foo
