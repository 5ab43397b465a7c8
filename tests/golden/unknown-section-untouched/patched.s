# SPDX-License-Identifier: GPL-2.0
# Sections that nobody knows, but the change is not about them: one has no
# code, one a site in other code, one the address of what is redirected.
	.include "golden.inc"

	FUNC foo
	movl $2, %eax
	ret
	END foo
	FUNC bar
1:	ret
	END bar
	.section __mystery_text, "a", @progbits
	.asciz "no code"
	.section __mystery_table, "a", @progbits
	.quad 1b
	.section __mystery_ops, "a", @progbits
	.quad foo
