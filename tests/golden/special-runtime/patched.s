# SPDX-License-Identifier: GPL-2.0
# A shift by a constant that is written at boot: no load can replace it.
# Only the entries of the changed function are in the output.
	.include "golden.inc"

	FUNC same
	shrl $12, %eax
1:
	ret
	END same
	FUNC foo
	shrl $12, %eax
2:
	movl $2, %eax
	ret
	END foo
	.section runtime_shift_bits, "a", @progbits
	.long 1b - 1 - ., 2b - 1 - .
