# SPDX-License-Identifier: GPL-2.0
# A global function is gone, and another became static.
	.include "golden.inc"

	.globl foo, bar
	FUNC foo
	ret
	END foo
	FUNC bar
	ret
	END bar
	FUNC baz
	ret
	END baz
