# SPDX-License-Identifier: GPL-2.0
# What objtool wrote into an object is left out; it will write it again.
	.include "golden.inc"

	FUNC foo
	1: nop
	movl $1, %eax
	ret
	END foo
	.section .orc_unwind_ip, "a"
	.long 1b - .
	.section .orc_unwind, "a"
	.long 0, 0
	.section .return_sites, "a"
	.long 1b - .
	.section .static_call_sites, "aw"
	.long 1b - ., key - .
