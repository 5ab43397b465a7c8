# SPDX-License-Identifier: GPL-2.0
# Functions that take a line besides others, and no line table: those of
# ACPI, XFS and ASSERT_RTNL(), which prints by itself. What another printk()
# is told is no line.
	.include "golden.inc"

	STRING .Lfile, "file.c"
	STRING .Lrtnl, "3RTNL: assertion failed at %s (%d)\n"
	STRING .Lother, "%s has %d\n"
	FUNC rtnl
	movl $103, %edx
	movq $.Lfile, %rsi
	movq $.Lrtnl, %rdi
	xorl %eax, %eax
	call printk
	ret
	END rtnl
	FUNC acpi
	movl $103, %esi
	movq $.Lfile, %rdi
	call acpi_error
	ret
	END acpi
	FUNC xfs
	movl $103, %ecx
	movq $.Lfile, %rdx
	call assfail
	ret
	END xfs
	FUNC other
	movl $103, %edx
	movq $.Lfile, %rsi
	movq $.Lother, %rdi
	call printk
	ret
	END other
