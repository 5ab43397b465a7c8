# SPDX-License-Identifier: GPL-2.0
# A new static function comes along with the changed one that calls it; what
# it uses of the kernel is asked for.
	.include "golden.inc"

	DATA .data.counter, aw, counter, 5
	FUNC helper
	ret
	END helper

	FUNC extra
	incl counter(%rip)
	jmp helper
	END extra

	FUNC foo
	call extra
	call helper
	ret
	END foo
