# SPDX-License-Identifier: GPL-2.0
# Traps of clang's CFI: only that of the changed function is in the output.
	.include "golden.inc"

	FUNC same
1:	ud2
	ret
	END same
	FUNC foo
2:	ud2
	movl $1, %eax
	ret
	END foo
	.section .kcfi_traps, "a", @progbits
	.long 1b - ., 2b - .
