# SPDX-License-Identifier: GPL-2.0
# A reference that leads out of its string, as in a damaged file, is the same
# as itself.
	.include "golden.inc"

	STRING .Lmod, "unit"
	STRING .Lone, "one"
	.pushsection __dyndbg, "aw", @progbits
	.p2align 3
	.type __UNIQUE_ID_ddebug10.0, @object
	.size __UNIQUE_ID_ddebug10.0, 56
__UNIQUE_ID_ddebug10.0:
	.quad .Lmod + 0xa0000, .Lmod, .Lmod, .Lone
	.long 17, 0
	.quad 0, 0
	.popsection
	FUNC foo
	movq $__UNIQUE_ID_ddebug10.0, %rdi
	ret
	END foo
