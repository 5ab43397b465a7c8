# SPDX-License-Identifier: GPL-2.0
# foo() changes, and uses a set and a list of BTF IDs that stay as they are:
# those of the kernel are used. The numbers in the names, which have the line
# in the source, are no difference.
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
ids:
	ID struct__file__312

	.globl foo
	FUNC foo
	movq $hooks, %rdi
	movl ids(%rip), %esi
	movl $1, %eax
	ret
	END foo
