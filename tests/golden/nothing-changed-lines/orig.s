# SPDX-License-Identifier: GPL-2.0
# Line numbers of WARN() moved, a string has another place, and static
# locals have other numbers: nothing changed.
	.include "golden.inc"

	STRING .Lfile, "file.c"
	STRING .Lfort, "field at file.c:10"
	DATA .data.count.1, aw, count.1, 7
	FUNC foo
	1: ud2
	movl count.1(%rip), %eax
	movq $.Lfort, %rdi
	ret
	END foo
	.section __bug_table, "aw", @progbits
	.long 1b - ., .Lfile - .
	.word 10, 0x0903
