# SPDX-License-Identifier: GPL-2.0
# Code is carried in the section that it was in.
	.include "golden.inc"

	.section ".text", "ax", @progbits
	.p2align 4
	.type f_text, @function
f_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_text
	.section ".text.x", "ax", @progbits
	.p2align 4
	.type f_text_x, @function
f_text_x:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_text_x
	.section ".text.hot.x", "ax", @progbits
	.p2align 4
	.type f_text_hot_x, @function
f_text_hot_x:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_text_hot_x
	.section ".text.unlikely.x", "ax", @progbits
	.p2align 4
	.type f_text_unlikely_x, @function
f_text_unlikely_x:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_text_unlikely_x
	.section ".text.exit.x", "ax", @progbits
	.p2align 4
	.type f_text_exit_x, @function
f_text_exit_x:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_text_exit_x
	.section ".text..refcount", "ax", @progbits
	.p2align 4
	.type f_text_refcount, @function
f_text_refcount:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_text_refcount
	.section ".text.asan.module_ctor", "ax", @progbits
	.p2align 4
	.type f_text_asan_module_ctor, @function
f_text_asan_module_ctor:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_text_asan_module_ctor
	.section ".ref.text", "ax", @progbits
	.p2align 4
	.type f_ref_text, @function
f_ref_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_ref_text
	.section ".fixup", "ax", @progbits
	.p2align 4
	.type f_fixup, @function
f_fixup:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_fixup
	.section ".noinstr.text", "ax", @progbits
	.p2align 4
	.type f_noinstr_text, @function
f_noinstr_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_noinstr_text
	.section ".entry.text", "ax", @progbits
	.p2align 4
	.type f_entry_text, @function
f_entry_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_entry_text
	.section ".cpuidle.text", "ax", @progbits
	.p2align 4
	.type f_cpuidle_text, @function
f_cpuidle_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_cpuidle_text
	.section ".sched.text", "ax", @progbits
	.p2align 4
	.type f_sched_text, @function
f_sched_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_sched_text
	.section ".spinlock.text", "ax", @progbits
	.p2align 4
	.type f_spinlock_text, @function
f_spinlock_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_spinlock_text
	.section ".kprobes.text", "ax", @progbits
	.p2align 4
	.type f_kprobes_text, @function
f_kprobes_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_kprobes_text
	.section ".irqentry.text", "ax", @progbits
	.p2align 4
	.type f_irqentry_text, @function
f_irqentry_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_irqentry_text
	.section ".softirqentry.text", "ax", @progbits
	.p2align 4
	.type f_softirqentry_text, @function
f_softirqentry_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $1, %eax
	ret
	END f_softirqentry_text
