# SPDX-License-Identifier: GPL-2.0
# Places for ftrace; FUNC makes them. Only the entries of the changed
# function are in the output.
	.include "golden.inc"

	FUNC same
	nop
	ret
	END same
	FUNC foo
	nop
	movl $2, %eax
	ret
	END foo
