# SPDX-License-Identifier: GPL-2.0
# What of the core's file is looked at before it goes to the kernel.
	.section .modinfo, "a"
	.asciz "name=kmend"
.ifdef RELEASE
	.asciz "vermagic=6.1.0-2-test-amd64 SMP preempt mod_unload modversions "
.else
	.asciz "vermagic=6.1.0-1-test-amd64 SMP preempt mod_unload modversions "
.endif
.ifdef OTHER_ABI
	.asciz "kmend_abi=1"
.else
	.asciz "kmend_abi=2"
.endif

	.text
nothing:
