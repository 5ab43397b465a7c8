# SPDX-License-Identifier: GPL-2.0
# A global function becomes static, a static one global; one of them changed.
	.include "golden.inc"

	.globl foo
	FUNC foo
	movl $1, %eax
	ret
	END foo
	FUNC bar
	call foo
	ret
	END bar
