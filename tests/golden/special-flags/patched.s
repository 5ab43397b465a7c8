# SPDX-License-Identifier: GPL-2.0
# WARN() became WARN_ONCE(): the code is the same, its entry is not.
	.include "golden.inc"

	STRING .Lfile, "file.c"
	FUNC foo
	1: ud2
	ret
	END foo
	.section __bug_table, "aw", @progbits
	.long 1b - ., .Lfile - .
	.word 10, 0x0903
