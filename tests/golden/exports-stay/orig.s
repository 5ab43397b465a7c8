# SPDX-License-Identifier: GPL-2.0
# One export comes, one goes; what the kernel exports stays as it is.
	.include "golden.inc"

	.globl foo
	FUNC foo
	ret
	END foo
	.globl old
	FUNC old
	ret
	END old
	.section "___ksymtab+foo", "a", @progbits
__ksymtab_foo:
	.long foo - .
	.section "___ksymtab+old", "a", @progbits
__ksymtab_old:
	.long old - .
	.section .initcall6.init, "a", @progbits
	.long foo - .
