# SPDX-License-Identifier: GPL-2.0
# A hook that its author wrote for kpatch.
	.include "golden.inc"

	FUNC foo
	movl $2, %eax
	ret
	END foo
	FUNC before
	ret
	END before
	.section .kpatch.callbacks.pre_patch, "aw", @progbits
	.type hook, @object
	.size hook, 8
hook:	.quad before
