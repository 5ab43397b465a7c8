# SPDX-License-Identifier: GPL-2.0
# A changed function uses what is in a section that nobody knows.
	.include "golden.inc"

	FUNC foo
	movl $2, %eax
	addl mystery(%rip), %eax
	ret
	END foo
	.section __mystery_data, "aw", @progbits
mystery:
	.long 1
