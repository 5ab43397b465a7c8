# SPDX-License-Identifier: GPL-2.0
# One of two functions changed: only that one is in the output, and it asks
# for the other, a static one, by a name that says where it is.
	.include "golden.inc"

	FUNC same
	xorl %eax, %eax
	ret
	END same

	FUNC foo
	movl $2, %edi
	call same
	call exported
	ret
	END foo
