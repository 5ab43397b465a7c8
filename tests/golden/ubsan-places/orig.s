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

	TYPE Lubsan_type2, "'int'"
	PLACE Lubsan_data1, 10, 5, Lubsan_type2
	TYPE L__unnamed_1, "'long int'"
	PLACE L__unnamed_2, 20, 7, L__unnamed_1
	FUNC foo
	movq $.data..Lubsan_data1, %rdi
	call __ubsan_handle_out_of_bounds
	ret
	END foo
	FUNC baz
	movq $.data..L__unnamed_2, %rdi
	call __ubsan_handle_out_of_bounds
	ret
	END baz
