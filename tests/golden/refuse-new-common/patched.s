# SPDX-License-Identifier: GPL-2.0
	.include "golden.inc"

	.comm fresh, 4, 4
	FUNC foo
	incl fresh(%rip)
	ret
	END foo
