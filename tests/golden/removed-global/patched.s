# SPDX-License-Identifier: GPL-2.0
# A global function is gone, and another became static.
	.include "golden.inc"

	FUNC bar
	ret
	END bar
	FUNC baz
	movl $1, %eax
	ret
	END baz
