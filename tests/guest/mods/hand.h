/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A patch module made by hand, for modules that no source tree has.
 *
 * What `kmend build` writes into .kmend.* is written here in assembler, so that
 * a test decides what each entry says. Symbols are numbered by the author, in
 * the order of HAND_SYMBOL lines. The unit needs -fno-toplevel-reorder: a line
 * stands where it is written. made.h is made by the script `build`.
 */
#ifndef HAND_H
#define HAND_H

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/stringify.h>
#include <asm/alternative.h>

#include "kmend_jump.h"
#include "made.h"

#define HAND_PUSH(section, text)					\
	".pushsection " section ", \"a\"\n" text "\n.popsection\n"
#define HAND_INFO(text)		HAND_PUSH(".kmend.info", ".asciz \"" text "\"")
#define HAND_START(table)						\
	HAND_PUSH(".kmend." table, ".balign 8\n.globl kmend_" table	\
		  "_start\nkmend_" table "_start:")
#define HAND_STOP(table)						\
	HAND_PUSH(".kmend." table, ".globl kmend_" table			\
		  "_end\nkmend_" table "_end:")
/* A string of its own; the label is 9, backwards. */
#define HAND_STRING(label, text)					\
	HAND_PUSH(".kmend.strings", label ": .asciz \"" text "\"")
#define HAND_RELOC(place, symbol, type)					\
	HAND_PUSH(".kmend.relocs", ".quad " place ", 0\n.long "		\
		  symbol ", " type)

#define HAND_BEGIN(name, replace)					\
	asm(HAND_START("info") HAND_START("objects") HAND_START("funcs")	\
	    HAND_START("ranges") HAND_START("symbols") HAND_START("relocs") \
	    HAND_START("hooks")						\
	    HAND_INFO("abi=2") HAND_INFO("name=" name)			\
	    HAND_INFO("description=" name) HAND_INFO(MADE_RELEASE)	\
	    HAND_INFO(MADE_BUILD_ID) HAND_INFO(MADE_TEXT)		\
	    HAND_INFO("mode=atomic") HAND_INFO("replace=" replace)	\
	    HAND_INFO("cves=") HAND_INFO("verified=1")			\
	    HAND_INFO("tool=hand"))
/* More of .kmend.info: "id=...", "on=...". */
#define HAND_SAYS(text)	asm(HAND_INFO(text))
#define HAND_END							\
	asm(HAND_STOP("info") HAND_STOP("objects") HAND_STOP("funcs")	\
	    HAND_STOP("ranges") HAND_STOP("symbols") HAND_STOP("relocs") \
	    HAND_STOP("hooks"))

#define HAND_OBJECT(name, build_id)					\
	asm(HAND_STRING("91", name) HAND_STRING("92", build_id)		\
	    HAND_PUSH(".kmend.objects", ".quad 91b, 92b\n.long 0, 0"))

#define HAND_SYMBOL(object, name, sympos)				\
	asm(HAND_STRING("91", name) HAND_STRING("92", object)		\
	    HAND_PUSH(".kmend.symbols",					\
		      ".quad 0, 91b, 92b\n.long " #sympos ", 0"))

/* Symbol number @n is replaced by @fn. */
#define HAND_FUNC(object, name, n, size, fn)				\
	asm(HAND_STRING("91", name) HAND_STRING("92", object)		\
	    KMEND_JUMP(#fn ".kmend_jump", #fn)				\
	    HAND_PUSH(".kmend.funcs", "93: .quad 0, " #fn ", 91b, 92b\n" \
		      ".long " __stringify(size) ", 16, 0\n"		\
		      ".long " #fn ".kmend_jump - .")			\
	    HAND_RELOC("93b", #n, "1"))

/* @kind: a number of enum kmend_abi_hook_kind. */
#define HAND_HOOK(object, fn, kind)					\
	asm(HAND_STRING("92", object)					\
	    HAND_PUSH(".kmend.hooks", ".quad " #fn ", 92b\n.long "	\
		      #kind ", 0"))

/* The address of symbol number @n. */
#define HAND_ADDR(n) ({							\
	unsigned long __addr;						\
	asm("94: movabs $0, %0\n" HAND_RELOC("94b + 2", #n, "1")		\
	    : "=r" (__addr));						\
	(void *)__addr;							\
})

/*
 * A static branch, initially false, with symbol number @n as its key. objtool
 * wants a relocation there; that of a weak symbol that is nowhere writes 0.
 */
#define HAND_BRANCH(n) ({						\
	__label__ yes, out;						\
	bool __on = false;						\
	asm goto("94: .byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n"		\
		 ".pushsection __jump_table, \"aw\"\n.balign 8\n"	\
		 ".long 94b - ., %l0 - .\n"				\
		 ".weak hand_key\n95: .quad hand_key\n"			\
		 ".popsection\n"					\
		 HAND_RELOC("95b", #n, "24") : : : : yes);		\
	goto out;							\
yes:	__on = true;							\
out:	__on;								\
})

/*
 * The address of symbol number @n, or 0 if the alternative that has it was not
 * applied.
 */
#define HAND_ALTERNATIVE(n) ({						\
	unsigned long __addr;						\
	asm(ALTERNATIVE("xorl %k0, %k0", "94: movabs $0, %0",		\
			X86_FEATURE_ALWAYS)				\
	    "\n" HAND_RELOC("94b + 2", #n, "1") : "=r" (__addr));	\
	(void *)__addr;							\
})

/*
 * A static call without arguments, with symbol number @n as its key. Where it
 * goes before the kernel has looked at its site does not matter.
 */
#define HAND_CALL(n) ({							\
	int __ret;							\
	asm volatile(".weak hand_call\n94: call hand_call\n"		\
		     ".pushsection .static_call_sites, \"aw\"\n"	\
		     ".balign 4\n.long 94b - .\n95: .long 0\n"		\
		     ".popsection\n" HAND_RELOC("95b", #n, "2")	\
		     : "=a" (__ret), ASM_CALL_CONSTRAINT		\
		     : : "cx", "dx", "si", "di", "r8", "r9", "r10",	\
			 "r11", "memory", "cc");			\
	__ret;								\
})

#define HAND_NEW	__attribute__((noipa, used)) static int

#endif
