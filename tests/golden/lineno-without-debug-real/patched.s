# SPDX-License-Identifier: GPL-2.0
# No line table, and what may be a line goes to functions that take none, or
# in another register: both changed.
	.include "golden.inc"

	FUNC foo
	movl $0x102, %esi
	call bar
	call warn_slowpath_null
	ret
	END foo
	FUNC baz
	movl $0x102, %edx
	call warn_slowpath_null
	ret
	END baz
