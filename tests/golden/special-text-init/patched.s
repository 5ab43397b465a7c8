# SPDX-License-Identifier: GPL-2.0
# Code that is gone once the kernel has booted is not patched.
	.include "golden.inc"

	.section ".init.text", "ax", @progbits
	.p2align 4
	.type f_init_text, @function
f_init_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $2, %eax
	ret
	END f_init_text
	.section ".exit.text", "ax", @progbits
	.p2align 4
	.type f_exit_text, @function
f_exit_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $2, %eax
	ret
	END f_exit_text
	.section ".meminit.text", "ax", @progbits
	.p2align 4
	.type f_meminit_text, @function
f_meminit_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $2, %eax
	ret
	END f_meminit_text
	.section ".memexit.text", "ax", @progbits
	.p2align 4
	.type f_memexit_text, @function
f_memexit_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $2, %eax
	ret
	END f_memexit_text
	.section ".head.text", "ax", @progbits
	.p2align 4
	.type f_head_text, @function
f_head_text:
9:	call __fentry__
	.pushsection __mcount_loc, "a", @progbits
	.quad 9b
	.popsection
	movl $2, %eax
	ret
	END f_head_text
