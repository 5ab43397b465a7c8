# SPDX-License-Identifier: GPL-2.0
# clang numbers only the second static local of a name: a new one in front
# takes the name of the old one, which becomes foo.state.1.
	.include "golden.inc"

	FUNC foo
	incl foo.state(%rip)
	call other
	incl foo.state.1(%rip)
	ret
	END foo
	DATA .data.foo.state, aw, foo.state, 9
	DATA .data.foo.state.1, aw, foo.state.1, 3
