# SPDX-License-Identifier: GPL-2.0
# A new per-CPU variable.
	.include "golden.inc"

	DATA .data..percpu, aw, fresh, 0
	FUNC foo
	incl %gs:fresh(%rip)
	ret
	END foo
