# SPDX-License-Identifier: GPL-2.0
# A piece of the old function is gone, as is a static function that was
# inlined: no task may be in them when foo is switched.
	.include "golden.inc"

	FUNC foo
	movl $5, %eax
	ret
	END foo
