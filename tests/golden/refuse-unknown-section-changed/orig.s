# SPDX-License-Identifier: GPL-2.0
# A section that nobody knows has other contents, and no code changed.
	.include "golden.inc"

	FUNC foo
	ret
	END foo
	.section __mystery_data, "a", @progbits
	.long 1
