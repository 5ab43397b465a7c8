# SPDX-License-Identifier: GPL-2.0
# What the author says of the patch as a whole goes along, for the link.
	.include "golden.inc"

	FUNC user
	movl $2, %ecx
	ret
	END user
	MARK description, -, -, "fs: mend it"
	MARK cve, -, -, "CVE-2026-1 CVE-2026-2"
	MARK mode, -, -, "per-task"
	MARK replace, -, -, 1
