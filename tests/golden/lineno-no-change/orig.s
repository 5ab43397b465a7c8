# SPDX-License-Identifier: GPL-2.0
# One line was added above: the constant that differs is the number of its
# own line.
	.include "golden.inc"

	.file 1 "file.c"
	FUNC foo
	.loc 1 100
	movl %edi, %ebx
	.loc 1 101
	movl $101, %esi
	call report
	.loc 1 103
	movl $7, %edx
	call other
	ret
	END foo
