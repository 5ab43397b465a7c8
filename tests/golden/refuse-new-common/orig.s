# SPDX-License-Identifier: GPL-2.0
	.include "golden.inc"

	FUNC foo
	ret
	END foo
