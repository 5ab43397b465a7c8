# SPDX-License-Identifier: GPL-2.0
# The author ignores the change of a function and of what gcc made of it: the
# caller, which changed, calls the kernel's. The last mark is about nobody.
	.include "golden.inc"

	.section .text.unlikely.helper, "ax", @progbits
	.type helper.cold, @function
helper.cold:
	movl $2, %ecx
	jmp .Lback
	END helper.cold
	FUNC helper
	jne helper.cold
.Lback:
	ret
	END helper
	FUNC user
	movl $2, %eax
	call helper
	ret
	END user
	MARK ignore, helper
	MARK ignore, hepler
