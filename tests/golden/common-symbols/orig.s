# SPDX-License-Identifier: GPL-2.0
# A global variable without -fno-common: nobody's section has it, and the
# kernel's linker gave it a place. The patch asks for it by name.
	.include "golden.inc"

	.comm shared, 4, 4
	FUNC foo
	addl $1, shared(%rip)
	ret
	END foo
