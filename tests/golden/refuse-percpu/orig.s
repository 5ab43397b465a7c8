# SPDX-License-Identifier: GPL-2.0
# A new per-CPU variable.
	.include "golden.inc"

	FUNC foo
	ret
	END foo
