# SPDX-License-Identifier: GPL-2.0
# A hook that its author wrote for kpatch.
	.include "golden.inc"

	FUNC foo
	movl $1, %eax
	ret
	END foo
