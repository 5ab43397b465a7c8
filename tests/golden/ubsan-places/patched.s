# SPDX-License-Identifier: GPL-2.0
# UBSAN's places in the source: gcc's (.Lubsan_data1) and clang's, which have
# no name at all. foo() only moved to other lines, and baz(), which does the
# same with another type, did change.
	.include "golden.inc"

	STRING .Lfile, "unit.c"
	.macro PLACE section, line, column, type
	.pushsection .data..\section, "aw", @progbits
	.p2align 3
	.quad .Lfile
	.long \line, \column
	.quad .data..\type
	.popsection
	.endm
	.macro TYPE section, text
	.pushsection .data..\section, "aw", @progbits
	.short 0, 10
	.asciz "\text"
	.popsection
	.endm

	TYPE Lubsan_type7, "'int'"
	PLACE Lubsan_data5, 13, 5, Lubsan_type7
	TYPE L__unnamed_5, "'long one'"
	PLACE L__unnamed_7, 24, 7, L__unnamed_5
	FUNC foo
	movq $.data..Lubsan_data5, %rdi
	call __ubsan_handle_out_of_bounds
	ret
	END foo
	FUNC baz
	movq $.data..L__unnamed_7, %rdi
	call __ubsan_handle_out_of_bounds
	ret
	END baz
