# SPDX-License-Identifier: GPL-2.0
# The same object twice.
	.include "golden.inc"

	FUNC foo
	ret
	END foo
