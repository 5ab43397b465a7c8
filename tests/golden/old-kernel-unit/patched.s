# SPDX-License-Identifier: GPL-2.0
# A unit as gcc 4.8 and Linux 4.x have it: everything through sections, static
# locals with large numbers, no .cold, recordmcount's __mcount_loc, addresses
# in tracepoints' lists, fixups that jump back, __verbose, unlikely code in a
# section of its own, and sections that later kernels do not have. Lines and
# numbers moved; foo() returns another value.
	.include "golden.inc"

	.section .rodata.str1.8, "aMS", @progbits, 1
	.p2align 3
.LC0:	.asciz "longer: a text in front of the others, so that they move"
	.p2align 3
.LC1:	.asciz "some long text that ends with the words: bad value"
	.section .rodata.str1.1, "aMS", @progbits, 1
.LC2:	.asciz "unit.c"

	.section .data.unlikely.__warned.31422, "aw", @progbits
	.type __warned.31422, @object
	.size __warned.31422, 1
__warned.31422: .zero 1
	.section .bss.count.31422, "aw", @nobits
	.p2align 2
	.type count.31422, @object
	.size count.31422, 4
count.31422: .zero 4
	.section .rodata.__func__.31422, "a", @progbits
	.type __func__.31422, @object
	.size __func__.31422, 4
__func__.31422: .asciz "foo"
	.section __verbose, "aw", @progbits
	.p2align 3
	.type descriptor.31422, @object
	.size descriptor.31422, 40
descriptor.31422:
	.quad .LC2, __func__.31422, .LC2, .LC1
	.long 117
	.long 0

	.section .text.foo, "ax", @progbits
	.p2align 4
	.type foo, @function
foo:	call __fentry__
1:	nopl 0(%rax, %rax)
2:	movl (%rdi), %eax
	cmpb $0, .data.unlikely.__warned.31422(%rip)
	jne 3f
	movl $117, %esi
	movq $.LC2, %rdi
	call warn_slowpath_null
	movb $1, .data.unlikely.__warned.31422(%rip)
3:	incl .bss.count.31422(%rip)
4:	lock; incl (%rdi)
	movq $.LC1 + 40, %rdi
	testb $4, __verbose + 35(%rip)
5:	ud2
	movl $2, %eax
	ret
	.size foo, . - foo
	.section .fixup, "ax", @progbits
6:	movl $-14, %eax
	jmp .text.foo + 12
	.section __ex_table, "a", @progbits
	.p2align 2
	.long 2b - ., 6b - .
	.section __jump_table, "aw", @progbits
	.p2align 3
	.quad 1b, 3b, key
	.section .smp_locks, "a", @progbits
	.p2align 2
	.long 4b - .
	.section __bug_table, "a", @progbits
7:	.long 5b - 7b, .LC2 - 7b
	.word 117, 0
	.org 7b + 12

	.section .text.unlikely.bar, "ax", @progbits
	.type bar, @function
bar:	call __fentry__
	movq $.LC1, %rdi
	incl .bss.count.31422(%rip)
	jmp .text.foo
	.size bar, . - bar
	.section .cpuinit.text, "ax", @progbits
	.type online, @function
online:	ret
	.size online, . - online
	.section .cpuinit.data, "aw", @progbits
	.type state, @object
	.size state, 4
state:	.long 1
	.section __mcount_loc, "a", @progbits
	.p2align 3
	.quad .text.foo, .text.unlikely.bar

	.section __tracepoints, "aw", @progbits
	.p2align 5
	.globl __tracepoint_x
	.type __tracepoint_x, @object
	.size __tracepoint_x, 40
__tracepoint_x:	.quad 8f, 0, 0, 0, 0
	.section __tracepoints_strings, "a", @progbits
8:	.asciz "x"
	.section __tracepoints_ptrs, "a", @progbits
	.p2align 3
	.quad __tracepoint_x
	.section _ftrace_enum_map, "aw", @progbits
	.p2align 3
	.quad enum_map
	.section __func_stack_frame_non_standard, "aw", @progbits
	.quad bar
	.section .security_initcall.init, "aw", @progbits
	.quad online
	DATA .cpuinit.rodata, a, cpu_ids, 7
