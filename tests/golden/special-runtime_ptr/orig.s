# SPDX-License-Identifier: GPL-2.0
# Linux 6.12 writes the value of a variable into this instruction at boot.
# In a patch it becomes a load. Only the entries of the changed function are
# in the output.
	.include "golden.inc"

	FUNC same
	movabsq $0x0123456789abcdef, %rax
1:
	ret
	END same
	FUNC foo
	movabsq $0x0123456789abcdef, %r9
2:
	movl $1, %eax
	ret
	END foo
	.section runtime_ptr_limit, "a", @progbits
	.long 1b - 8 - ., 2b - 8 - .
