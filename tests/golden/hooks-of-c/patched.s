# SPDX-License-Identifier: GPL-2.0
# Hooks as gcc writes them: it aligns 24 bytes to 16, and the gap between them
# is no entry. In the output there is none.
	.include "golden.inc"

	FUNC same
	ret
	END same
	FUNC before
	xorl %eax, %eax
	ret
	END before
	FUNC after
	ret
	END after
	.section .kmend.hooks, "aw", @progbits
	.p2align 4
	.type hook_before, @object
	.size hook_before, 24
hook_before:
	.quad before, 0
	.long 0, 0
	.p2align 4
	.type hook_after, @object
	.size hook_after, 24
hook_after:
	.quad after, 0
	.long 2, 0
