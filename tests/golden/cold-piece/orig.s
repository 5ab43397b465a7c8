# SPDX-License-Identifier: GPL-2.0
# foo.cold changed, so foo comes along: they jump into each other. All
# pieces of the old one are ranges, foo.part.0 too, which did not change.
	.include "golden.inc"

	FUNC foo
	testl %edi, %edi
	jne foo.cold
.Lback:
	movl $1, %eax
	ret
	END foo
	NOTRACE foo.cold
	movl $3, %eax
	jmp .Lback
	END foo.cold

	FUNC foo.part.0
	ret
	END foo.part.0
