# SPDX-License-Identifier: GPL-2.0
# No __mcount_loc yet: the call of __fentry__ tells what can be redirected.
	.include "golden.inc"

	NOTRACE foo
	call __fentry__
	movl $1, %eax
	ret
	END foo
	NOTRACE bar
	endbr64
	call __fentry__
	movl $1, %eax
	ret
	END bar
