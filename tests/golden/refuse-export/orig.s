# SPDX-License-Identifier: GPL-2.0
# A new export.
	.include "golden.inc"

	.globl foo
	FUNC foo
	ret
	END foo
	.section "___ksymtab+foo", "a", @progbits
__ksymtab_foo:
	.long foo - .
	.section .initcall6.init, "a", @progbits
	.long foo - .
