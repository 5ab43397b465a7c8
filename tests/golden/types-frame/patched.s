# SPDX-License-Identifier: GPL-2.0
# A struct that lives in a frame only, with no pointer to it, may change.
# gcc -S -gdwarf-4 -O2 -ffunction-sections -fdata-sections -pg -mfentry of:
#	struct thing { char kind; long size; int more; };
#
#	int foo(int n);
#	int foo(int n)
#	{
#		struct thing things[2];
#
#		for (int i = 0; i < 2; i++) {
#			*(volatile long *)&things[i].size = n;
#			*(volatile char *)&things[i].kind = 1;
#		}
#		return (int)things[n & 1].size + things[n & 1].kind;
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
	.loc 1 5 1 view -0
	.cfi_startproc
1:	call	__fentry__
	.section __mcount_loc, "a",@progbits
	.quad 1b
	.previous
	.loc 1 6 2 view .LVU1
	.loc 1 8 2 view .LVU2
.LBB2:
	.loc 1 8 7 view .LVU3
	.loc 1 8 20 view .LVU4
	.loc 1 9 3 view .LVU5
	.loc 1 9 37 is_stmt 0 view .LVU6
	movslq	%edi, %rax
.LBE2:
	.loc 1 12 27 view .LVU7
	andl	$1, %edi
.LVL1:
	.loc 1 5 1 view .LVU8
	subq	$56, %rsp
	.cfi_def_cfa_offset 64
	.loc 1 12 27 view .LVU9
	leaq	(%rdi,%rdi,2), %rdx
.LBB3:
	.loc 1 9 37 view .LVU10
	movq	%rax, 8(%rsp)
	.loc 1 10 3 is_stmt 1 view .LVU11
	.loc 1 10 37 is_stmt 0 view .LVU12
	movb	$1, (%rsp)
	.loc 1 8 26 is_stmt 1 view .LVU13
.LVL2:
	.loc 1 8 20 view .LVU14
	.loc 1 9 3 view .LVU15
	.loc 1 9 37 is_stmt 0 view .LVU16
	movq	%rax, 32(%rsp)
	.loc 1 10 3 is_stmt 1 view .LVU17
	.loc 1 10 37 is_stmt 0 view .LVU18
	movb	$1, 24(%rsp)
	.loc 1 8 26 is_stmt 1 view .LVU19
.LVL3:
	.loc 1 8 20 view .LVU20
.LBE3:
	.loc 1 12 2 view .LVU21
	.loc 1 12 48 is_stmt 0 view .LVU22
	movsbl	(%rsp,%rdx,8), %eax
.LVL4:
	.loc 1 12 33 view .LVU23
	addl	8(%rsp,%rdx,8), %eax
	.loc 1 13 1 view .LVU24
	addq	$56, %rsp
	.cfi_def_cfa_offset 8
	ret
	.cfi_endproc
.LFE0:
	.size	foo, .-foo
	.text
.Letext0:
	.section	.debug_info,"",@progbits
.Ldebug_info0:
	.long	0xe1
	.value	0x4
	.long	.Ldebug_abbrev0
	.byte	0x8
	.uleb128 0x1
	.long	.LASF6
	.byte	0xc
	.long	.LASF7
	.string	"."
	.long	.Ldebug_ranges0+0x30
	.quad	0
	.long	.Ldebug_line0
	.uleb128 0x2
	.long	.LASF8
	.byte	0x18
	.byte	0x1
	.byte	0x1
	.byte	0x8
	.long	0x5c
	.uleb128 0x3
	.long	.LASF0
	.byte	0x1
	.byte	0x1
	.byte	0x15
	.long	0x5c
	.byte	0
	.uleb128 0x3
	.long	.LASF1
	.byte	0x1
	.byte	0x1
	.byte	0x20
	.long	0x63
	.byte	0x8
	.uleb128 0x3
	.long	.LASF2
	.byte	0x1
	.byte	0x1
	.byte	0x2a
	.long	0x6a
	.byte	0x10
	.byte	0
	.uleb128 0x4
	.byte	0x1
	.byte	0x6
	.long	.LASF3
	.uleb128 0x4
	.byte	0x8
	.byte	0x5
	.long	.LASF4
	.uleb128 0x5
	.byte	0x4
	.byte	0x5
	.string	"int"
	.uleb128 0x6
	.string	"foo"
	.byte	0x1
	.byte	0x4
	.byte	0x5
	.long	0x6a
	.quad	.LFB0
	.quad	.LFE0-.LFB0
	.uleb128 0x1
	.byte	0x9c
	.long	0xcd
	.uleb128 0x7
	.string	"n"
	.byte	0x1
	.byte	0x4
	.byte	0xd
	.long	0x6a
	.long	.LLST0
	.long	.LVUS0
	.uleb128 0x8
	.long	.LASF9
	.byte	0x1
	.byte	0x6
	.byte	0xf
	.long	0xcd
	.uleb128 0x2
	.byte	0x91
	.sleb128 -64
	.uleb128 0x9
	.long	.Ldebug_ranges0+0
	.uleb128 0xa
	.string	"i"
	.byte	0x1
	.byte	0x8
	.byte	0xb
	.long	0x6a
	.long	.LLST1
	.long	.LVUS1
	.byte	0
	.byte	0
	.uleb128 0xb
	.long	0x27
	.long	0xdd
	.uleb128 0xc
	.long	0xdd
	.byte	0x1
	.byte	0
	.uleb128 0x4
	.byte	0x8
	.byte	0x7
	.long	.LASF5
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
	.uleb128 0x3
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
	.uleb128 0x4
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
	.uleb128 0x5
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
	.uleb128 0x6
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
	.uleb128 0x7
	.uleb128 0x5
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
	.uleb128 0x2
	.uleb128 0x17
	.uleb128 0x2137
	.uleb128 0x17
	.byte	0
	.byte	0
	.uleb128 0x8
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
	.uleb128 0x18
	.byte	0
	.byte	0
	.uleb128 0x9
	.uleb128 0xb
	.byte	0x1
	.uleb128 0x55
	.uleb128 0x17
	.byte	0
	.byte	0
	.uleb128 0xa
	.uleb128 0x34
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
	.uleb128 0x2
	.uleb128 0x17
	.uleb128 0x2137
	.uleb128 0x17
	.byte	0
	.byte	0
	.uleb128 0xb
	.uleb128 0x1
	.byte	0x1
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x1
	.uleb128 0x13
	.byte	0
	.byte	0
	.uleb128 0xc
	.uleb128 0x21
	.byte	0
	.uleb128 0x49
	.uleb128 0x13
	.uleb128 0x2f
	.uleb128 0xb
	.byte	0
	.byte	0
	.byte	0
	.section	.debug_loc,"",@progbits
.Ldebug_loc0:
.LVUS0:
	.uleb128 0
	.uleb128 .LVU8
	.uleb128 .LVU8
	.uleb128 .LVU23
	.uleb128 .LVU23
	.uleb128 0
.LLST0:
	.quad	.LVL0
	.quad	.LVL1
	.value	0x1
	.byte	0x55
	.quad	.LVL1
	.quad	.LVL4
	.value	0x1
	.byte	0x50
	.quad	.LVL4
	.quad	.LFE0
	.value	0x4
	.byte	0xf3
	.uleb128 0x1
	.byte	0x55
	.byte	0x9f
	.quad	0
	.quad	0
.LVUS1:
	.uleb128 .LVU4
	.uleb128 .LVU14
	.uleb128 .LVU14
	.uleb128 .LVU20
	.uleb128 .LVU20
	.uleb128 0
.LLST1:
	.quad	.LVL0
	.quad	.LVL2
	.value	0x2
	.byte	0x30
	.byte	0x9f
	.quad	.LVL2
	.quad	.LVL3
	.value	0x2
	.byte	0x31
	.byte	0x9f
	.quad	.LVL3
	.quad	.LFE0
	.value	0x2
	.byte	0x32
	.byte	0x9f
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
	.quad	.LBB2
	.quad	.LBE2
	.quad	.LBB3
	.quad	.LBE3
	.quad	0
	.quad	0
	.quad	.LFB0
	.quad	.LFE0
	.quad	0
	.quad	0
	.section	.debug_line,"",@progbits
.Ldebug_line0:
	.section	.debug_str,"MS",@progbits,1
.LASF5:
	.string	"long unsigned int"
.LASF2:
	.string	"more"
.LASF7:
	.string	"unit.c"
.LASF0:
	.string	"kind"
.LASF4:
	.string	"long int"
.LASF1:
	.string	"size"
.LASF9:
	.string	"things"
.LASF6:
	.string	"GNU C17 12.2.0"
.LASF3:
	.string	"char"
.LASF8:
	.string	"thing"
	.section	.note.GNU-stack,"",@progbits
