# SPDX-License-Identifier: GPL-2.0
# As above, but another constant changed, too: it is not the number of its
# line.
	.include "golden.inc"

	.file 1 "file.c"
	FUNC foo
	.loc 1 101
	movl %edi, %ebx
	.loc 1 102
	movl $102, %esi
	call report
	.loc 1 104
	movl $8, %edx
	call other
	ret
	END foo
