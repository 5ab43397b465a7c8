# SPDX-License-Identifier: GPL-2.0
# Line numbers of WARN() moved, a string has another place, and static
# locals have other numbers: nothing changed.
	.include "golden.inc"

	STRING .Lother, "other"
	STRING .Lfile, "file.c"
	STRING .Lfort, "field at file.c:1012"
	DATA .data.count.2, aw, count.2, 7
	FUNC foo
	1: ud2
	movl count.2(%rip), %eax
	movq $.Lfort, %rdi
	ret
	END foo
	.section __bug_table, "aw", @progbits
	.long 1b - ., .Lfile - .
	.word 12, 0x0903
