# SPDX-License-Identifier: GPL-2.0
# An option without its value.
	.include "golden.inc"

	FUNC foo
	nop
	ret
	END foo
