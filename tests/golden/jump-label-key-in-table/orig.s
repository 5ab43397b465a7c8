# SPDX-License-Identifier: GPL-2.0
# A macro that prints by itself if its debug message is on: the code does not
# refer to the descriptor, only the entry of the jump label does. Which of two
# it is follows from the function; the new one's number shifts the others'.
	.include "golden.inc"

	STRING .Lmod, "unit"
	STRING .Ltext, "same text"
	.macro SITE name, number
	.pushsection __dyndbg, "aw", @progbits
	.p2align 3
	.type __UNIQUE_ID_ddebug\number, @object
	.size __UNIQUE_ID_ddebug\number, 56
__UNIQUE_ID_ddebug\number:
	.quad .Lmod, .Lmod, .Lmod, .Ltext
	.long 17, 0
	.quad 0, 0
	.popsection
	FUNC \name
1:	.byte 0x0f, 0x1f, 0x44, 0, 0
2:	movl $3, %eax
	ret
	END \name
	.pushsection __jump_table, "aw", @progbits
	.p2align 3
	.long 1b - ., 2b - .
	.quad __UNIQUE_ID_ddebug\number + 40 - .
	.popsection
	.endm

	SITE foo, 10.0
	SITE bar, 11.1
