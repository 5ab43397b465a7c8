# SPDX-License-Identifier: GPL-2.0
# One line was added above: the constant that differs is the number of its
# own line.
	.include "golden.inc"

	.file 1 "file.c"
	FUNC foo
	.loc 1 101
	movl %edi, %ebx
	.loc 1 102
	movl $102, %esi
	call report
	.loc 1 104
	movl $7, %edx
	call other
	ret
	END foo
