# SPDX-License-Identifier: GPL-2.0
# Two units in one object: each has its own helper() and its own count. Only
# the second unit's helper() changes, and the output is about that one.
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
