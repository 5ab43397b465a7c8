# SPDX-License-Identifier: GPL-2.0
# Strings of functions that stay where they are do not come along.
	.include "golden.inc"

	STRING .Lkeep, "kept"
	STRING .Ldrop, "dropped"
	FUNC same
	movq $.Ldrop, %rdi
	ret
	END same

	FUNC foo
	movq $.Lkeep, %rdi
	movl $1, %esi
	ret
	END foo
