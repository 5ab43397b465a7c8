# SPDX-License-Identifier: GPL-2.0
# A piece of the old function is gone, as is a static function that was
# inlined: no task may be in them when foo is switched.
	.include "golden.inc"

	FUNC foo.part.0
	movl $5, %eax
	ret
	END foo.part.0
	FUNC tiny
	ret
	END tiny
	FUNC foo
	call tiny
	testl %edi, %edi
	jne foo.part.0
	ret
	END foo
