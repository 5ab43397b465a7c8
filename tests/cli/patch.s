# SPDX-License-Identifier: GPL-2.0
# A patch module as small as control reads it: as --defsym OTHER=1 makes one
# for another build of the same release, RELEASE=1 for another release,
# UNVERIFIED=1 one that was built without proof, LIVEPATCH=1 one for mainline.
# The patch is called fix, with SECOND=1 and THIRD=1 so. With ON=1 it was built
# on fix; NEWER=1 is another fix. It replaces version_proc_show, with NAMESAKE=1
# another function of that name, with ELSEWHERE=1 uptime_proc_show. HOSTILE=1:
# its texts and names have what terminals obey, and bytes that are no UTF-8.
# With SUM=1 it has a place for its checksum.
.macro MODULE name
	.pushsection .gnu.linkonce.this_module, "aw"
	.zero 24
	.asciz "\name"
	.zero 800
	.popsection
	.pushsection .modinfo, "a"
	.asciz "name=\name"
	.asciz "vermagic=6.1.0-1-test-amd64 SMP preempt mod_unload modversions "
	.popsection
.endm
.ifdef LIVEPATCH
	.section .kmend.livepatch, "a"
.else
	.section .kmend.info, "a"
.endif
.ifdef SUM
	.asciz "checksum=00000000000000000000000000000000"
.endif
	.asciz "abi=2"
.ifdef DASH
	.asciz "name=two-words"
	MODULE kmend_two_words
.else
.ifdef SECOND
	.asciz "name=second"
	MODULE kmend_second
	.asciz "id=second:22222222"
.else
.ifdef THIRD
	.asciz "name=third"
	MODULE kmend_third
	.asciz "id=third:33333333"
.else
	.asciz "name=fix"
	MODULE kmend_fix
.ifdef NEWER
	.asciz "id=fix:1111111f"
.else
	.asciz "id=fix:11111111"
.endif
.endif
.endif
.endif
.ifdef ON
	.asciz "on=before:00000000 fix:11111111"
.endif
.ifdef REPLACE
	.asciz "replace=1"
.endif
.ifdef HOSTILE
	.asciz "description=a\302\233m\377\342\200\256 J\303\274rgen"
	.asciz "cves=CVE-1\302\2332J"
.else
	.asciz "description=a fix for nothing"
.endif
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
.ifdef HOSTILE
	.asciz "tool=kmend\302\205"
.else
	.asciz "tool=kmend 0.1.0"
.endif

	.section .modinfo, "a"
	.asciz "license=GPL"

	.section .kmend.strings, "a"
object:	.asciz "vmlinux"
.ifdef ELSEWHERE
func:	.asciz "uptime_proc_show"
.else
func:	.asciz "version_proc_show"
.endif
.ifdef HOSTILE
symbol:	.asciz "saved\033[1A_line\377"
.else
symbol:	.asciz "saved_command_line"
.endif
module:	.asciz "nf_tables"

	.text
new:	ret

	.section .kmend.funcs, "aw"
.ifdef LIVEPATCH
	.quad 3, new, func, object
.else
	.quad 0, new, func, object
.endif
.ifdef NAMESAKE
	.long 48, 1, 0, 0
.else
	.long 40, 1, 0, 0
.endif

.ifndef LIVEPATCH
	.section .init.kmend.symbols, "a"
	.quad 0xffffffff82000000, symbol, object
	.long 2, 0
	.section .kmend.symbols, "a"
	.quad 0, func, module
	.long 1, 0
.endif
