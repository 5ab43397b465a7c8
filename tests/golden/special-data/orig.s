# SPDX-License-Identifier: GPL-2.0
# A variable that exists is used where the kernel has it, and a new one is
# carried in the section that it is in.
	.include "golden.inc"

	.section ".data..ro_after_init", "aw", @progbits
	.p2align 2
	.type old_data_ro_after_init, @object
	.size old_data_ro_after_init, 4
old_data_ro_after_init:	.long 1
	.section ".data.rel.ro.local", "aw", @progbits
	.p2align 2
	.type old_data_rel_ro_local, @object
	.size old_data_rel_ro_local, 4
old_data_rel_ro_local:	.long 1
	.section ".data", "aw", @progbits
	.p2align 2
	.type old_data, @object
	.size old_data, 4
old_data:	.long 1
	.section ".data.x", "aw", @progbits
	.p2align 2
	.type old_data_x, @object
	.size old_data_x, 4
old_data_x:	.long 1
	.section ".data..read_mostly", "aw", @progbits
	.p2align 2
	.type old_data_read_mostly, @object
	.size old_data_read_mostly, 4
old_data_read_mostly:	.long 1
	.section ".data..once", "aw", @progbits
	.p2align 2
	.type old_data_once, @object
	.size old_data_once, 4
old_data_once:	.long 1
	.section ".data..cacheline_aligned", "aw", @progbits
	.p2align 2
	.type old_data_cacheline_aligned, @object
	.size old_data_cacheline_aligned, 4
old_data_cacheline_aligned:	.long 1
	.section ".data..page_aligned", "aw", @progbits
	.p2align 2
	.type old_data_page_aligned, @object
	.size old_data_page_aligned, 4
old_data_page_aligned:	.long 1
	.section ".data..do_once", "aw", @progbits
	.p2align 2
	.type old_data_do_once, @object
	.size old_data_do_once, 4
old_data_do_once:	.long 1
	.section ".ref.data", "aw", @progbits
	.p2align 2
	.type old_ref_data, @object
	.size old_ref_data, 4
old_ref_data:	.long 1
	.section ".bss", "aw", @nobits
	.p2align 2
	.type old_bss, @object
	.size old_bss, 4
old_bss:	.zero 4
	.section ".bss.x", "aw", @nobits
	.p2align 2
	.type old_bss_x, @object
	.size old_bss_x, 4
old_bss_x:	.zero 4
	.section ".bss..page_aligned", "aw", @nobits
	.p2align 2
	.type old_bss_page_aligned, @object
	.size old_bss_page_aligned, 4
old_bss_page_aligned:	.zero 4
	.section ".rodata", "a", @progbits
	.p2align 2
	.type old_rodata, @object
	.size old_rodata, 4
old_rodata:	.long 1
	.section ".rodata.x", "a", @progbits
	.p2align 2
	.type old_rodata_x, @object
	.size old_rodata_x, 4
old_rodata_x:	.long 1
	.section ".rodata..nosave", "a", @progbits
	.p2align 2
	.type old_rodata_nosave, @object
	.size old_rodata_nosave, 4
old_rodata_nosave:	.long 1
	.section ".rodata.cst2.x", "a", @progbits
	.p2align 2
	.type old_rodata_cst2_x, @object
	.size old_rodata_cst2_x, 4
old_rodata_cst2_x:	.long 1
	.section ".ref.rodata", "a", @progbits
	.p2align 2
	.type old_ref_rodata, @object
	.size old_ref_rodata, 4
old_ref_rodata:	.long 1
	FUNC foo
	movl $1, %eax
	addl old_data_ro_after_init(%rip), %eax
	addl old_data_rel_ro_local(%rip), %eax
	addl old_data(%rip), %eax
	addl old_data_x(%rip), %eax
	addl old_data_read_mostly(%rip), %eax
	addl old_data_once(%rip), %eax
	addl old_data_cacheline_aligned(%rip), %eax
	addl old_data_page_aligned(%rip), %eax
	addl old_data_do_once(%rip), %eax
	addl old_ref_data(%rip), %eax
	addl old_bss(%rip), %eax
	addl old_bss_x(%rip), %eax
	addl old_bss_page_aligned(%rip), %eax
	addl old_rodata(%rip), %eax
	addl old_rodata_x(%rip), %eax
	addl old_rodata_nosave(%rip), %eax
	addl old_rodata_cst2_x(%rip), %eax
	addl old_ref_rodata(%rip), %eax
	ret
	END foo

	# where a check stands, which no code refers to: lines are no change
	.section ".data..Lubsan_data1", "aw", @progbits
	.p2align 3
	.type .Lubsan, @object
	.size .Lubsan, 16
.Lubsan:
	.quad 0
	.long 1, 9
	.section ".data..L__unnamed_1", "aw", @progbits
	.p2align 3
	.type .Lunnamed, @object
	.size .Lunnamed, 16
.Lunnamed:
	.quad 0
	.long 1, 9
	.section ".cpuinit.rodata", "a", @progbits
	.p2align 2
	.type old_cpuinit_rodata, @object
	.size old_cpuinit_rodata, 4
old_cpuinit_rodata:
	.long 1
