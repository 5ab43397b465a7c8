# SPDX-License-Identifier: GPL-2.0
# Types of which the kernel may have objects, in each kind of change.
# gcc -S -gdwarf-4 -O2 -ffunction-sections -fdata-sections -pg -mfentry of:
#	struct inner { char y; int x; unsigned low : 3; unsigned high : 6; union { int u; int w; }; };
#	struct outer { struct inner *inner; };	/* points to it, is the same */
#	struct heap { int n; int more; void *data; };		/* in the padding, but new */
#	typedef struct { short v; } unnamed_t;
#	enum color { RED, BLUE, GREEN };
#	struct later { enum color color; unnamed_t *unnamed; };
#
#	int foo(void *data, struct outer *outer, struct later *later);
#	int foo(void *data, struct outer *outer, struct later *later)
#	{
#		struct heap *heap = data;
#
#		return heap->n + outer->inner->x + outer->inner->high +
#		       (later->color == GREEN) + later->unnamed->v;
#	}
	.file	"unit.c"
	.text
.Ltext0:
	.cfi_sections	.debug_frame
	.file 1 "unit.c"
	.section	.text.foo,"ax",@progbits
	.p2align 4
	.globl	foo
	.type	foo, @function
foo:
.LVL0:
.LFB0:
	.loc 1 10 1 view -0
	.cfi_startproc
1:	call	__fentry__
	.section __mcount_loc, "a",@progbits
	.quad 1b
	.previous
	.loc 1 11 2 view .LVU1
	.loc 1 13 2 view .LVU2
	.loc 1 13 24 is_stmt 0 view .LVU3
	movq	(%rsi), %rcx
	.loc 1 13 17 view .LVU4
	movl	4(%rcx), %eax
	.loc 1 13 49 view .LVU5
	movzwl	8(%rcx), %ecx
	.loc 1 13 17 view .LVU6
	addl	(%rdi), %eax
	.loc 1 13 49 view .LVU7
	shrw	$3, %cx
	andl	$63, %ecx
	.loc 1 13 35 view .LVU8
	addl	%ecx, %eax
	.loc 1 14 23 view .LVU9
	xorl	%ecx, %ecx
	cmpl	$2, (%rdx)
	.loc 1 14 49 view .LVU10
	movq	8(%rdx), %rdx
.LVL1:
	.loc 1 14 23 view .LVU11
	sete	%cl
	.loc 1 14 49 view .LVU12
	movswl	(%rdx), %edx
	.loc 1 13 56 view .LVU13
	addl	%ecx, %eax
	.loc 1 14 33 view .LVU14
	addl	%edx, %eax
	.loc 1 15 1 view .LVU15
	ret
	.cfi_endproc
.LFE0:
	.size	foo, .-foo
	.text
.Letext0:
	.section	.debug_info,"",@progbits
.Ldebug_info0:
	.long	0x1eb
	.value	0x4
	.long	.Ldebug_abbrev0
	.byte	0x8
	.uleb128 0x1
	.long	.LASF14
	.byte	0xc
	.long	.LASF15
	.string	"."
	.long	.Ldebug_ranges0+0
	.quad	0
	.long	.Ldebug_line0
	.uleb128 0x2
	.byte	0x4
	.byte	0x1
	.byte	0x1
	.byte	0x44
	.long	0x45
	.uleb128 0x3
	.string	"u"
	.byte	0x1
	.byte	0x1
	.byte	0x50
	.long	0x45
	.uleb128 0x3
	.string	"w"
	.byte	0x1
	.byte	0x1
	.byte	0x57
	.long	0x45
	.byte	0
	.uleb128 0x4
	.byte	0x4
	.byte	0x5
	.string	"int"
	.uleb128 0x5
	.long	.LASF3
	.byte	0x10
	.byte	0x1
	.byte	0x1
	.byte	0x8
	.long	0x96
	.uleb128 0x6
	.string	"y"
	.byte	0x1
	.byte	0x1
	.byte	0x15
	.long	0x96
	.byte	0
	.uleb128 0x6
	.string	"x"
	.byte	0x1
	.byte	0x1
	.byte	0x1c
	.long	0x45
	.byte	0x4
	.uleb128 0x7
	.string	"low"
	.byte	0x1
	.byte	0x1
	.byte	0x28
	.long	0x9d
	.byte	0x4
	.byte	0x3
	.byte	0x1d
	.byte	0x8
	.uleb128 0x8
	.long	.LASF0
	.byte	0x1
	.byte	0x1
	.byte	0x3a
	.long	0x9d
	.byte	0x4
	.byte	0x6
	.byte	0x17
	.byte	0x8
	.uleb128 0x9
	.long	0x27
	.byte	0xc
	.byte	0
	.uleb128 0xa
	.byte	0x1
	.byte	0x6
	.long	.LASF1
	.uleb128 0xa
	.byte	0x4
	.byte	0x7
	.long	.LASF2
	.uleb128 0x5
	.long	.LASF4
	.byte	0x8
	.byte	0x1
	.byte	0x2
	.byte	0x8
	.long	0xbf
	.uleb128 0xb
	.long	.LASF3
	.byte	0x1
	.byte	0x2
	.byte	0x1e
	.long	0xbf
	.byte	0
	.byte	0
	.uleb128 0xc
	.byte	0x8
	.long	0x4c
	.uleb128 0x5
	.long	.LASF5
	.byte	0x10
	.byte	0x1
	.byte	0x3
	.byte	0x8
	.long	0xf8
	.uleb128 0x6
	.string	"n"
	.byte	0x1
	.byte	0x3
	.byte	0x13
	.long	0x45
	.byte	0
	.uleb128 0xb
	.long	.LASF6
	.byte	0x1
	.byte	0x3
	.byte	0x1a
	.long	0x45
	.byte	0x4
	.uleb128 0xb
	.long	.LASF7
	.byte	0x1
	.byte	0x3
	.byte	0x26
	.long	0xf8
	.byte	0x8
	.byte	0
	.uleb128 0xd
	.byte	0x8
	.uleb128 0xe
	.byte	0x2
	.byte	0x1
	.byte	0x4
	.byte	0x9
	.long	0x10f
	.uleb128 0x6
	.string	"v"
	.byte	0x1
	.byte	0x4
	.byte	0x18
	.long	0x10f
	.byte	0
	.byte	0
	.uleb128 0xa
	.byte	0x2
	.byte	0x5
	.long	.LASF8
	.uleb128 0xf
	.long	.LASF16
	.byte	0x1
	.byte	0x4
	.byte	0x1d
	.long	0xfa
	.uleb128 0x10
	.long	.LASF12
	.byte	0x7
	.byte	0x4
	.long	0x9d
	.byte	0x1
	.byte	0x5
	.byte	0x6
	.long	0x147
	.uleb128 0x11
	.string	"RED"
	.byte	0
	.uleb128 0x12
	.long	.LASF9
	.byte	0x1
	.uleb128 0x12
	.long	.LASF10
	.byte	0x2
	.byte	0
	.uleb128 0x5
	.long	.LASF11
	.byte	0x10
	.byte	0x1
	.byte	0x6
	.byte	0x8
	.long	0x16f
	.uleb128 0xb
	.long	.LASF12
	.byte	0x1
	.byte	0x6
	.byte	0x1b
	.long	0x122
	.byte	0
	.uleb128 0xb
	.long	.LASF13
	.byte	0x1
	.byte	0x6
	.byte	0x2d
	.long	0x16f
	.byte	0x8
	.byte	0
	.uleb128 0xc
	.byte	0x8
	.long	0x116
	.uleb128 0x13
	.string	"foo"
	.byte	0x1
	.byte	0x9
	.byte	0x5
	.long	0x45
	.quad	.LFB0
	.quad	.LFE0-.LFB0
	.uleb128 0x1
	.byte	0x9c
	.long	0x1dc
	.uleb128 0x14
	.long	.LASF7
	.byte	0x1
	.byte	0x9
	.byte	0xf
	.long	0xf8
	.uleb128 0x1
	.byte	0x55
	.uleb128 0x14
	.long	.LASF4
	.byte	0x1
	.byte	0x9
	.byte	0x23
	.long	0x1dc
	.uleb128 0x1
	.byte	0x54
	.uleb128 0x15
	.long	.LASF11
	.byte	0x1
	.byte	0x9
	.byte	0x38
	.long	0x1e2
	.long	.LLST0
	.long	.LVUS0
	.uleb128 0x16
	.long	.LASF5
	.byte	0x1
	.byte	0xb
	.byte	0xf
	.long	0x1e8
	.long	.LLST1
	.long	.LVUS1
	.byte	0
	.uleb128 0xc
	.byte	0x8
	.long	0xa4
	.uleb128 0xc
	.byte	0x8
	.long	0x147
	.uleb128 0xc
	.byte	0x8
	.long	0xc5
	.byte	0
	.section	.debug_abbrev,"",@progbits
.Ldebug_abbrev0:
	.uleb128 0x1
	.uleb128 0x11
	.byte	0x1
	.uleb128 0x25
	.uleb128 0xe
	.uleb128 0x13
	.uleb128 0xb
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x1b
	.uleb128 0x8
	.uleb128 0x55
	.uleb128 0x17
	.uleb128 0x11
	.uleb128 0x1
	.uleb128 0x10
	.uleb128 0x17
	.byte	0
	.byte	0
	.uleb128 0x2
	.uleb128 0x17
	.byte	0x1
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x1
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0x3
	.uleb128 0xd
	.byte	0
	.uleb128 0x3
	.uleb128 0x8
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0x4
	.uleb128 0x24
	.byte	0
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0x3e
	.uleb128 0xb
	.uleb128 0x3
	.uleb128 0x8
	.byte	0
	.byte	0
	.uleb128 0x5
	.uleb128 0x13
	.byte	0x1
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x1
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0x6
	.uleb128 0xd
	.byte	0
	.uleb128 0x3
	.uleb128 0x8
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x38
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0x7
	.uleb128 0xd
	.byte	0
	.uleb128 0x3
	.uleb128 0x8
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0xd
	.uleb128 0xb
	.uleb128 0xc
	.uleb128 0xb
	.uleb128 0x38
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0x8
	.uleb128 0xd
	.byte	0
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0xd
	.uleb128 0xb
	.uleb128 0xc
	.uleb128 0xb
	.uleb128 0x38
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0x9
	.uleb128 0xd
	.byte	0
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x38
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0xa
	.uleb128 0x24
	.byte	0
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0x3e
	.uleb128 0xb
	.uleb128 0x3
	.uleb128 0xe
	.byte	0
	.byte	0
	.uleb128 0xb
	.uleb128 0xd
	.byte	0
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x38
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0xc
	.uleb128 0xf
	.byte	0
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0xd
	.uleb128 0xf
	.byte	0
	.uleb128 0xb
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0xe
	.uleb128 0x13
	.byte	0x1
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x1
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0xf
	.uleb128 0x16
	.byte	0
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0x10
	.uleb128 0x4
	.byte	0x1
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x3e
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x1
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0x11
	.uleb128 0x28
	.byte	0
	.uleb128 0x3
	.uleb128 0x8
	.uleb128 0x1c
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0x12
	.uleb128 0x28
	.byte	0
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x1c
	.uleb128 0xb
	.byte	0
	.byte	0
	.uleb128 0x13
	.uleb128 0x2e
	.byte	0x1
	.uleb128 0x3f
	.uleb128 0x19
	.uleb128 0x3
	.uleb128 0x8
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x27
	.uleb128 0x19
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x11
	.uleb128 0x1
	.uleb128 0x12
	.uleb128 0x7
	.uleb128 0x40
	.uleb128 0x18
	.uleb128 0x2117
	.uleb128 0x19
	.uleb128 0x1
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0x14
	.uleb128 0x5
	.byte	0
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x2
	.uleb128 0x18
	.byte	0
	.byte	0
	.uleb128 0x15
	.uleb128 0x5
	.byte	0
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x2
	.uleb128 0x17
	.uleb128 0x2137
	.uleb128 0x17
	.byte	0
	.byte	0
	.uleb128 0x16
	.uleb128 0x34
	.byte	0
	.uleb128 0x3
	.uleb128 0xe
	.uleb128 0x3a
	.uleb128 0xb
	.uleb128 0x3b
	.uleb128 0xb
	.uleb128 0x39
	.uleb128 0xb
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x2
	.uleb128 0x17
	.uleb128 0x2137
	.uleb128 0x17
	.byte	0
	.byte	0
	.byte	0
	.section	.debug_loc,"",@progbits
.Ldebug_loc0:
.LVUS0:
	.uleb128 0
	.uleb128 .LVU11
	.uleb128 .LVU11
	.uleb128 0
.LLST0:
	.quad	.LVL0
	.quad	.LVL1
	.value	0x1
	.byte	0x51
	.quad	.LVL1
	.quad	.LFE0
	.value	0x4
	.byte	0xf3
	.uleb128 0x1
	.byte	0x51
	.byte	0x9f
	.quad	0
	.quad	0
.LVUS1:
	.uleb128 .LVU2
	.uleb128 0
.LLST1:
	.quad	.LVL0
	.quad	.LFE0
	.value	0x1
	.byte	0x55
	.quad	0
	.quad	0
	.section	.debug_aranges,"",@progbits
	.long	0x2c
	.value	0x2
	.long	.Ldebug_info0
	.byte	0x8
	.byte	0
	.value	0
	.value	0
	.quad	.LFB0
	.quad	.LFE0-.LFB0
	.quad	0
	.quad	0
	.section	.debug_ranges,"",@progbits
.Ldebug_ranges0:
	.quad	.LFB0
	.quad	.LFE0
	.quad	0
	.quad	0
	.section	.debug_line,"",@progbits
.Ldebug_line0:
	.section	.debug_str,"MS",@progbits,1
.LASF2:
	.string	"unsigned int"
.LASF9:
	.string	"BLUE"
.LASF0:
	.string	"high"
.LASF12:
	.string	"color"
.LASF6:
	.string	"more"
.LASF14:
	.string	"GNU C17 12.2.0"
.LASF5:
	.string	"heap"
.LASF3:
	.string	"inner"
.LASF1:
	.string	"char"
.LASF13:
	.string	"unnamed"
.LASF4:
	.string	"outer"
.LASF11:
	.string	"later"
.LASF10:
	.string	"GREEN"
.LASF16:
	.string	"unnamed_t"
.LASF15:
	.string	"unit.c"
.LASF8:
	.string	"short int"
.LASF7:
	.string	"data"
	.section	.note.GNU-stack,"",@progbits
