# SPDX-License-Identifier: GPL-2.0
# WARN() and BUG(). Only the entries of the changed function are in the
# output.
	.include "golden.inc"

	STRING .Lfile, "file.c"
	FUNC same
	1: ud2
	ret
	END same
	FUNC foo
	2: ud2
	movl $2, %eax
	ret
	END foo
	.section __bug_table, "aw", @progbits
	.long 1b - ., .Lfile - .
	.word 10, 0x0903
	.long 2b - ., .Lfile - .
	.word 20, 0x0901
