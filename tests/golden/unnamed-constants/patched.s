# SPDX-License-Identifier: GPL-2.0
# Constants without a name in one section: each function has what it refers
# to. bar did not change, and its constant does not come along.
	.include "golden.inc"

	FUNC foo
	movl .La(%rip), %eax
	movl .La+4(%rip), %ecx
	movl $2, %edx
	ret
	END foo
	FUNC bar
	movl .Lb(%rip), %eax
	ret
	END bar
	.section .rodata, "a", @progbits
	.long 0
	.La: .long 1, 2
	.Lb: .long 3
