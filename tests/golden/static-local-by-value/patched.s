# SPDX-License-Identifier: GPL-2.0
# A new static local of the same name comes first, and nothing that is between
# them tells which of the two is the old one: its initial value does.
	.include "golden.inc"

	FUNC foo
	incl state.0(%rip)
	incl state.1(%rip)
	ret
	END foo
	DATA .data.state.0, aw, state.0, 9
	DATA .data.state.1, aw, state.1, 3
