# SPDX-License-Identifier: GPL-2.0
# What is global is asked for by its own name, whether this unit defines it
# or not; a changed global function becomes local.
	.include "golden.inc"

	.globl gfunc, gdata, foo
	DATA .data.gdata, aw, gdata, 1
	FUNC gfunc
	ret
	END gfunc
	FUNC foo
	call gfunc
	call elsewhere
	movl gdata(%rip), %eax
	movl $2, %ecx
	ret
	END foo
