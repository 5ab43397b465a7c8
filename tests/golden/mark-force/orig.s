# SPDX-License-Identifier: GPL-2.0
# Nothing changed, but the author wants one function to be replaced, and nobody
# to be looked for inside.
	.include "golden.inc"

	FUNC forced
	movl $1, %eax
	ret
	END forced
	FUNC same
	ret
	END same
