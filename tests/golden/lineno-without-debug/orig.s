# SPDX-License-Identifier: GPL-2.0
# No line table, and a line number goes to a function that takes one.
	.include "golden.inc"

	FUNC foo
	movl $0x101, %esi
	movq $.LF, %rdi
	call warn_slowpath_null
	ret
	END foo
	STRING .LF, "file.c"
