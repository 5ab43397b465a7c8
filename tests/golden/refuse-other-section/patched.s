# SPDX-License-Identifier: GPL-2.0
# A function that was called at boot only is an ordinary one now.
	.include "golden.inc"

	FUNC foo
	ret
	END foo
