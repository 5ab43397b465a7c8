# SPDX-License-Identifier: GPL-2.0
# A new global function and a new global variable keep their linkage:
# another unit of the patch may use them, though nobody does here.
	.include "golden.inc"

	FUNC foo
	ret
	END foo

	.globl fresh, fresh_data
	DATA .data.fresh_data, aw, fresh_data, 3
	FUNC fresh
	ret
	END fresh
