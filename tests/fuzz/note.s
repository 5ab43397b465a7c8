# SPDX-License-Identifier: GPL-2.0
# A module that is no patch: a note that ends before its name, one with a name
# whose length wraps when it is rounded up, and one as the kernel has it.
	.section .note.cut, "a", %note
	.long 4, 20, 3
	.section .note.odd, "a", %note
	.long 0xfffffffd, 8, 3
	.asciz "GNU"
	.quad 0
	.section .note.gnu.build-id, "a", %note
	.long 4, 20, 3
	.asciz "GNU"
	.fill 20, 1, 0x5a
