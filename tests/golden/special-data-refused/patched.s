# SPDX-License-Identifier: GPL-2.0
# New per-CPU data, and code that uses what is gone after boot.
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
	.type new_data_percpu, @object
	.size new_data_percpu, 4
new_data_percpu:	.long 1
	.section ".data..percpu..read_mostly", "aw", @progbits
	.p2align 2
	.type new_data_percpu_read_mostly, @object
	.size new_data_percpu_read_mostly, 4
new_data_percpu_read_mostly:	.long 1
	.section ".data..percpu..shared_aligned", "aw", @progbits
	.p2align 2
	.type new_data_percpu_shared_aligned, @object
	.size new_data_percpu_shared_aligned, 4
new_data_percpu_shared_aligned:	.long 1
	FUNC foo
	movl $2, %eax
	addl old_init_rodata(%rip), %eax
	addl old_init_data(%rip), %eax
	addl old_exit_data(%rip), %eax
	addl old_exit_rodata(%rip), %eax
	addl old_meminit_data(%rip), %eax
	addl old_memexit_data(%rip), %eax
	ret
	END foo
