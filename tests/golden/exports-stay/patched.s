# SPDX-License-Identifier: GPL-2.0
# One export comes, one goes; what the kernel exports stays as it is.
	.include "golden.inc"

	.globl foo
	FUNC foo
	call bar
	ret
	END foo
	.globl old
	FUNC old
	ret
	END old
	.globl bar
	FUNC bar
	nop
	ret
	END bar
	.section "___ksymtab+foo", "a", @progbits
__ksymtab_foo:
	.long foo - .
	.section "___ksymtab_gpl+bar", "a", @progbits
__ksymtab_bar:
	.long bar - .
	.section .initcall6.init, "a", @progbits
	.long foo - .
