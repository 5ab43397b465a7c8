# SPDX-License-Identifier: GPL-2.0
# A function that was called at boot only is an ordinary one now.
	.include "golden.inc"

	.section .init.text, "ax", @progbits
	.type foo, @function
foo:
	ret
	END foo
