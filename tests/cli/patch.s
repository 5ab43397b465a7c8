# SPDX-License-Identifier: GPL-2.0
# A patch module as small as control reads it: as --defsym OTHER=1 makes one
# for another build of the same release, RELEASE=1 for another release,
# UNVERIFIED=1 one that was built without proof, LIVEPATCH=1 one for mainline.
.ifdef LIVEPATCH
	.section .kmend.livepatch, "a"
.else
	.section .kmend.info, "a"
.endif
	.asciz "abi=2"
.ifdef DASH
	.asciz "name=two-words"
.else
	.asciz "name=fix"
.endif
	.asciz "description=a fix for nothing"
.ifdef RELEASE
	.asciz "release=6.1.0-2-test-amd64"
.else
	.asciz "release=6.1.0-1-test-amd64"
.endif
.ifdef OTHER
	.asciz "build_id=ffffffffffffffffffffffffffffffffffffffff"
.else
	.asciz "build_id=00112233445566778899aabbccddeeff01234567"
.endif
	.asciz "text=ffffffff81000000"
	.asciz "mode=atomic"
.ifdef UNVERIFIED
	.asciz "verified=0"
.else
	.asciz "verified=1"
.endif
	.asciz "tool=kmend 0.1.0"

	.section .modinfo, "a"
	.asciz "license=GPL"

	.section .kmend.strings, "a"
object:	.asciz "vmlinux"
func:	.asciz "version_proc_show"
symbol:	.asciz "saved_command_line"
module:	.asciz "nf_tables"

	.text
new:	ret

	.section .kmend.funcs, "aw"
.ifdef LIVEPATCH
	.quad 3, new, func, object
.else
	.quad 0, new, func, object
.endif
	.long 40, 1, 0, 0

.ifndef LIVEPATCH
	.section .init.kmend.symbols, "a"
	.quad 0xffffffff82000000, symbol, object
	.long 2, 0
	.section .kmend.symbols, "a"
	.quad 0, func, module
	.long 1, 0
.endif
