# SPDX-License-Identifier: GPL-2.0
# An ID of a set is that of another function, one of a list is gone, and the
# order of the other set is another one. None of that reaches a kernel that runs.
	.include "golden.inc"

	.macro ID name
__BTF_ID__\name:
	.type __BTF_ID__\name, @object
	.size __BTF_ID__\name, 4
	.zero 4
	.endm

	.section .BTF_ids, "a", @progbits
hooks:
__BTF_ID__set__hooks:
	.zero 4
	ID func__file_open__110
	ID func__file_free__211
	.size __BTF_ID__set__hooks, . - __BTF_ID__set__hooks
other:
__BTF_ID__set__other:
	.zero 4
	ID func__a__1
	ID func__b__2
ids:
	ID struct__file__312

	.globl foo
	FUNC foo
	movq $hooks, %rdi
	movl ids(%rip), %esi
	movl $1, %eax
	ret
	END foo
