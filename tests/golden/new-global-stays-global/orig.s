# SPDX-License-Identifier: GPL-2.0
# A new global function and a new global variable keep their linkage:
# another unit of the patch may use them, though nobody does here.
	.include "golden.inc"

	FUNC foo
	ret
	END foo
