# SPDX-License-Identifier: GPL-2.0
# Clones of a function have other numbers; neither is a change.
	.include "golden.inc"

	FUNC foo.constprop.0
	ret
	END foo.constprop.0
	FUNC bar
	call foo.constprop.0
	ret
	END bar
