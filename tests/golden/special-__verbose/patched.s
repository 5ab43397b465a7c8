# SPDX-License-Identifier: GPL-2.0
# pr_debug(): the one that was there stays in the kernel, with its switch,
# whatever its line is now; the new one comes along.
	.include "golden.inc"

	STRING .Lmod, "unit"
	STRING .Lone, "one"
	STRING .Ltwo, "two"
	.pushsection __verbose, "aw", @progbits
	.p2align 3
	.type __UNIQUE_ID_ddebug12.1, @object
	.size __UNIQUE_ID_ddebug12.1, 56
__UNIQUE_ID_ddebug12.1:
	.quad .Lmod, .Lmod, .Lmod, .Ltwo
	.long 18, 0
	.quad 0, 0
	.popsection
	.pushsection __verbose, "aw", @progbits
	.p2align 3
	.type __UNIQUE_ID_ddebug10.0, @object
	.size __UNIQUE_ID_ddebug10.0, 56
__UNIQUE_ID_ddebug10.0:
	.quad .Lmod, .Lmod, .Lmod, .Lone
	.long 19, 0
	.quad 0, 0
	.popsection
	FUNC foo
	movq $__UNIQUE_ID_ddebug12.1, %rdi
	call print
	movq $__UNIQUE_ID_ddebug10.0, %rdi
	ret
	END foo
