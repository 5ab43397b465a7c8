/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The jump through which a settled function is reached.
 *
 * ftrace lets the old function call it, from the place where it would call a
 * tracer: the return address of that call is overwritten, and "returned" to.
 * Taking it off the stack instead would leave the CPU's return predictor one
 * entry ahead of the stack, and every caller up to user space would pay.
 *
 * While the second instruction is to be executed, the caller's return address
 * is one word further up than in a function that begins. objtool is told so,
 * and not that this is a function, which must not return like that. (Struct
 * unwind_hint has the same layout in Linux 6.1 and 6.12; the order of
 * UNWIND_HINT()'s arguments is another, and so are its numbers.)
 */
#ifndef KMEND_JUMP_H
#define KMEND_JUMP_H

#include <linux/linkage.h>
#include <linux/objtool.h>
#include <linux/stringify.h>
#include <asm/orc_types.h>

#include "kmend_abi.h"

/* The caller's return address is below *(%rsp + @offset), from here on. */
#define KMEND_JUMP_HINT(offset)						\
	"987:\n"							\
	".pushsection .discard.unwind_hints\n"				\
	".long 987b - .\n"						\
	".short " #offset "\n"						\
	".byte " __stringify(ORC_REG_SP) "\n"				\
	".byte " __stringify(UNWIND_HINT_TYPE_CALL) "\n"		\
	".byte 0, 0, 0, 0\n"						\
	".popsection\n"

/* @name: a new symbol, @to: where it leads; both quoted. Assembler text. */
#define KMEND_JUMP(name, to)						\
	".pushsection " KMEND_ABI_SEC_JUMPS ", \"ax\"\n"			\
	".balign 16\n"							\
	name ":\n"							\
	KMEND_JUMP_HINT(8)						\
	"	movq $" to ", (%rsp)\n"					\
	KMEND_JUMP_HINT(16)						\
	"	" ASM_RET						\
	".size " name ", . - " name "\n"					\
	".popsection\n"

#endif
