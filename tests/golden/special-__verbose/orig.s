# SPDX-License-Identifier: GPL-2.0
# pr_debug(): the one that was there stays in the kernel, with its switch,
# whatever its line is now; the new one comes along.
	.include "golden.inc"

	STRING .Lmod, "unit"
	STRING .Lone, "one"
	.pushsection __verbose, "aw", @progbits
	.p2align 3
	.type __UNIQUE_ID_ddebug10.0, @object
	.size __UNIQUE_ID_ddebug10.0, 56
__UNIQUE_ID_ddebug10.0:
	.quad .Lmod, .Lmod, .Lmod, .Lone
	.long 17, 0
	.quad 0, 0
	.popsection
	FUNC foo
	movq $__UNIQUE_ID_ddebug10.0, %rdi
	ret
	END foo
