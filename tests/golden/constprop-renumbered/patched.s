# SPDX-License-Identifier: GPL-2.0
# Clones of a function have other numbers; neither is a change.
	.include "golden.inc"

	FUNC foo.constprop.1
	ret
	END foo.constprop.1
	FUNC bar
	call foo.constprop.1
	ret
	END bar
