# SPDX-License-Identifier: GPL-2.0
# clang numbers only the second static local of a name: a new one in front
# takes the name of the old one, which becomes foo.state.1.
	.include "golden.inc"

	FUNC foo
	call other
	incl foo.state(%rip)
	ret
	END foo
	DATA .data.foo.state, aw, foo.state, 3
