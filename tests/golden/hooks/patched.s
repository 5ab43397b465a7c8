# SPDX-License-Identifier: GPL-2.0
# Hooks of the author's: all of them are carried, with the functions they name,
# as one table without gaps, though nothing else changed. One names its object
# itself, the other gets that of the unit.
	.include "golden.inc"

	FUNC same
	ret
	END same
	FUNC prepare
	call same
	xorl %eax, %eax
	ret
	END prepare
	FUNC switched
	ret
	END switched
	STRING .Lobject, "nf_tables"
	.section .kmend.hooks, "aw", @progbits
	.p2align 5
	.quad prepare, .Lobject
	.long 0, 0
	.quad switched, 0
	.long 1, 0
