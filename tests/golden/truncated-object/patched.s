# SPDX-License-Identifier: GPL-2.0
# An object that is cut off.
	.include "golden.inc"

	FUNC foo
	nop
	ret
	END foo
