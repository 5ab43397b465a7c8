# SPDX-License-Identifier: GPL-2.0
# A pass that there is not.
	.include "golden.inc"

	FUNC foo
	ret
	END foo
