# SPDX-License-Identifier: GPL-2.0
# Data that exists and has another value: variables, constants that a function
# uses that did not change, and what is gone after boot.
	.include "golden.inc"

	.section ".init.rodata", "a", @progbits
	.p2align 2
	.type old_init_rodata, @object
	.size old_init_rodata, 4
old_init_rodata:	.long 1
	.section ".init.data", "aw", @progbits
	.p2align 2
	.type old_init_data, @object
	.size old_init_data, 4
old_init_data:	.long 1
	.section ".exit.data", "aw", @progbits
	.p2align 2
	.type old_exit_data, @object
	.size old_exit_data, 4
old_exit_data:	.long 1
	.section ".exit.rodata", "a", @progbits
	.p2align 2
	.type old_exit_rodata, @object
	.size old_exit_rodata, 4
old_exit_rodata:	.long 1
	.section ".meminit.data", "aw", @progbits
	.p2align 2
	.type old_meminit_data, @object
	.size old_meminit_data, 4
old_meminit_data:	.long 1
	.section ".memexit.data", "aw", @progbits
	.p2align 2
	.type old_memexit_data, @object
	.size old_memexit_data, 4
old_memexit_data:	.long 1
	.section ".data..percpu", "aw", @progbits
	.p2align 2
	.type old_data_percpu, @object
	.size old_data_percpu, 4
old_data_percpu:	.long 1
	.section ".data..percpu..read_mostly", "aw", @progbits
	.p2align 2
	.type old_data_percpu_read_mostly, @object
	.size old_data_percpu_read_mostly, 4
old_data_percpu_read_mostly:	.long 1
	.section ".data..percpu..shared_aligned", "aw", @progbits
	.p2align 2
	.type old_data_percpu_shared_aligned, @object
	.size old_data_percpu_shared_aligned, 4
old_data_percpu_shared_aligned:	.long 1
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
	addl old_data_rel_ro_local(%rip), %eax
	addl old_rodata(%rip), %eax
	addl old_rodata_x(%rip), %eax
	addl old_rodata_nosave(%rip), %eax
	addl old_rodata_cst2_x(%rip), %eax
	addl old_ref_rodata(%rip), %eax
	ret
	END foo
