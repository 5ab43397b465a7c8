# SPDX-License-Identifier: GPL-2.0
# A static function without an ftrace location changed: its callers are
# changed instead, and so on up to functions that have one.
	.include "golden.inc"

	NOTRACE inner
	movl $2, %eax
	ret
	END inner
	NOTRACE middle
	call inner
	ret
	END middle
	FUNC outer
	call middle
	ret
	END outer
