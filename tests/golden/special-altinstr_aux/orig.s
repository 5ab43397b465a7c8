# SPDX-License-Identifier: GPL-2.0
# Code of static_cpu_has(), which jumps back into the function. Only the
# entries of the changed function are in the output.
	.include "golden.inc"

	FUNC same
	1: jmp 11f
.Lno1:
	ret
	END same
	FUNC foo
	2: jmp 12f
.Lno2:
	movl $1, %eax
	ret
	END foo
	.section .altinstr_aux, "ax", @progbits
	11: testb $1, flags(%rip)
	jmp .Lno1
	12: testb $2, flags(%rip)
	jmp .Lno2
