# SPDX-License-Identifier: GPL-2.0
# An object of two units that share names is the same as itself.
	.include "golden.inc"
	.file "one.c"

	DATA .data.count, aw, count, 1
	FUNC helper
	incl count(%rip)
	ret
	END helper
	FUNC first
	call helper
	ret
	END first
