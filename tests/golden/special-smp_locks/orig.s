# SPDX-License-Identifier: GPL-2.0
# Lock prefixes. Only the entries of the changed function are in the output.
	.include "golden.inc"

	FUNC same
	1: lock incl (%rdi)
	ret
	END same
	FUNC foo
	2: lock incl (%rdi)
	3: lock decl (%rdi)
	movl $1, %eax
	ret
	END foo
	.section .smp_locks, "a", @progbits
	.p2align 2
	.long 1b - ., 2b - ., 3b - .
