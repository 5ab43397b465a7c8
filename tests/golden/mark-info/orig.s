# SPDX-License-Identifier: GPL-2.0
# What the author says of the patch as a whole goes along, for the link.
	.include "golden.inc"

	FUNC user
	movl $1, %ecx
	ret
	END user
